package dev.slat.bench.srcu;

import java.util.concurrent.locks.StampedLock;

/** Peer: {@link StampedLock}, by its read lock or optimistically. */
final class Stamped implements Subject {
    private final StampedLock lock = new StampedLock();
    private final Node.Pair nodes = new Node.Pair();
    private final boolean optimistic;

    Stamped(boolean optimistic) {
        this.optimistic = optimistic;
    }

    @Override
    public ReadLoop reader() {
        return optimistic ? new Optimistic(lock, nodes.link) : new Locked(lock, nodes.link);
    }

    @Override
    public void update() {
        long stamp = lock.writeLock();
        try {
            nodes.flip();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private record Locked(StampedLock lock, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            StampedLock lock = this.lock;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                long stamp = lock.readLock();
                try {
                    sum += link.target.value;
                } finally {
                    lock.unlockRead(stamp);
                }
            }
            return sum;
        }
    }

    private record Optimistic(StampedLock lock, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            StampedLock lock = this.lock;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                long stamp = lock.tryOptimisticRead();
                long value = link.target.value;
                while (!lock.validate(stamp)) {
                    stamp = lock.tryOptimisticRead();
                    value = link.target.value;
                }
                sum += value;
            }
            return sum;
        }
    }
}
