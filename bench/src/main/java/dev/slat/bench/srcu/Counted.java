package dev.slat.bench.srcu;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Peer: one counter of the readers inside. The update waits for nobody: a moment at 0 may never
 * come.
 */
final class Counted implements Subject {
    private final AtomicLong inside = new AtomicLong();
    private final Node.Pair nodes = new Node.Pair();

    @Override
    public ReadLoop reader() {
        return new Loop(inside, nodes.link);
    }

    @Override
    public void update() {
        nodes.flip();
    }

    private record Loop(AtomicLong inside, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            AtomicLong inside = this.inside;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                inside.getAndIncrement();
                sum += link.target.value;
                inside.getAndDecrement();
            }
            return sum;
        }
    }
}
