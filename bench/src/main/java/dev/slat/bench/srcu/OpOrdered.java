package dev.slat.bench.srcu;

import org.apache.cassandra.utils.concurrent.OpOrder;

/** Peer: Cassandra's OpOrder. */
final class OpOrdered implements Subject {
    private final OpOrder order = new OpOrder();
    private final Node.Pair nodes = new Node.Pair();

    @Override
    public ReadLoop reader() {
        return new Loop(order, nodes.link);
    }

    @Override
    public void update() {
        nodes.flip();
        OpOrder.Barrier barrier = order.newBarrier();
        barrier.issue();
        barrier.await();
    }

    private record Loop(OpOrder order, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            OpOrder order = this.order;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                try (OpOrder.Group _ = order.start()) {
                    sum += link.target.value;
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            try (OpOrder.Group _ = order.start()) {
                ReadLoop.spin(nanos);
            }
        }
    }
}
