package dev.slat.bench.srcu;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Peer: a reference count in the object, taken by compare-and-set unless it is 0. The last one out
 * would free the object, so the update need not wait.
 */
final class ReferenceCounted implements Subject {
    private final SharedLink link = new SharedLink();

    private static final class SharedLink extends LinkPadding {
        volatile Shared target = new Shared();
    }

    private static final class Shared extends AtomicInteger {
        private static final long serialVersionUID = 1;

        final long value = 1;

        Shared() {
            super(1);
        }

        boolean acquire() {
            int count = get();
            while (count > 0) {
                if (compareAndSet(count, count + 1)) {
                    return true;
                }
                count = get();
            }
            return false;
        }

        void release() {
            decrementAndGet();
        }
    }

    @Override
    public ReadLoop reader() {
        return new Loop(link);
    }

    @Override
    public void update() {
        Shared old = link.target;
        link.target = new Shared();
        old.release();
    }

    private record Loop(SharedLink link) implements ReadLoop {
        @Override
        public long run(int operations) {
            SharedLink link = this.link;
            long sum = 0;
            for (int i = 0; i < operations; i++) {
                Shared shared = link.target;
                while (!shared.acquire()) {
                    shared = link.target;
                }
                sum += shared.value;
                shared.release();
            }
            return sum;
        }
    }
}
