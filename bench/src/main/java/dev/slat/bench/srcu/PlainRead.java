package dev.slat.bench.srcu;

/** The floor: a volatile read that protects nothing. */
final class PlainRead implements Subject {
    private final Node.Pair nodes = new Node.Pair();
    private final Runnable barrier;

    PlainRead() {
        this(() -> {});
    }

    private PlainRead(Runnable barrier) {
        this.barrier = barrier;
    }

    /** With a barrier after each update, which nobody needs: what the barrier alone costs. */
    static PlainRead besideMembarrier() {
        return new PlainRead(Native.registerMembarrier() ? Native::membarrier : () -> {});
    }

    @Override
    public ReadLoop reader() {
        return new Loop(nodes.link);
    }

    @Override
    public void update() {
        nodes.flip();
        barrier.run();
    }

    private record Loop(Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                sum += link.target.value;
            }
            return sum;
        }
    }
}
