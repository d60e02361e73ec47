package dev.slat.bench.srcu;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Peer: {@link ReentrantReadWriteLock}. */
final class ReadWriteLocked implements Subject {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Node.Pair nodes = new Node.Pair();

    @Override
    public ReadLoop reader() {
        return new Loop(lock.readLock(), nodes.link);
    }

    @Override
    public void update() {
        lock.writeLock().lock();
        try {
            nodes.flip();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private record Loop(ReentrantReadWriteLock.ReadLock lock, Link link) implements ReadLoop {
        @Override
        public long run(int operations) {
            ReentrantReadWriteLock.ReadLock lock = this.lock;
            Link link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                lock.lock();
                try {
                    sum += link.target.value;
                } finally {
                    lock.unlock();
                }
            }
            return sum;
        }

        @Override
        public void hold(long nanos) {
            lock.lock();
            try {
                ReadLoop.spin(nanos);
            } finally {
                lock.unlock();
            }
        }
    }
}
