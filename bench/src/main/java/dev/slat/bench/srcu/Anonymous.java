package dev.slat.bench.srcu;

import dev.slat.srcu.Srcu;

/** Readers of a domain that hold no {@link dev.slat.srcu.Reader}. */
final class Anonymous implements Subject {
    private final Srcu domain = Srcu.create("bench");
    private final Node.Pair nodes = new Node.Pair();
    private final boolean handover;

    Anonymous(boolean handover) {
        this.handover = handover;
    }

    @Override
    public ReadLoop reader() {
        return handover ? new DownUp(domain, nodes.link) : new Guard(domain, nodes.link);
    }

    @Override
    public void update() {
        nodes.flip();
        domain.synchronize();
    }

    private record Guard(Srcu domain, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Srcu domain = this.domain;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                try (var _ = domain.enter()) {
                    sum += link.target.value;
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            try (var _ = domain.enter()) {
                ReadLoop.spin(nanos);
            }
        }
    }

    private record DownUp(Srcu domain, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            Srcu domain = this.domain;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                var handover = domain.down();
                sum += link.target.value;
                handover.up();
            }
            return sum;
        }
    }
}
