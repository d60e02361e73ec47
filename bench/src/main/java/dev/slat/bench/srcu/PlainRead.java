package dev.slat.bench.srcu;

/** The floor: a volatile read that protects nothing. */
final class PlainRead implements Subject {
    private final Node.Pair nodes = new Node.Pair();

    @Override
    public ReadLoop reader() {
        return new Loop(nodes.link);
    }

    @Override
    public void update() {
        nodes.flip();
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
