package dev.slat.memory.host;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who hears of pages that change, and the protocol of telling them: start for all, the change, end
 * for all who heard the start, whatever fails in between.
 *
 * <p>Threads: any, outside every read section. The gate is held for reading over a pair, so one who
 * comes never misses the start of a change under way (it could resolve a page in the middle of it),
 * and one who leaves hears its last end first.
 */
final class Notifiers {
    /** Fair: those who come or go are not starved by changes that overlap. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);

    /** Replaced under the gate's write lock, read under its read lock. */
    private HostNotifier[] list = {};

    void add(HostNotifier notifier) {
        exclusively(
                () -> {
                    list = Arrays.copyOf(list, list.length + 1);
                    list[list.length - 1] = notifier;
                });
    }

    void remove(HostNotifier notifier) {
        exclusively(
                () -> {
                    int index = Arrays.asList(list).indexOf(notifier);
                    if (index < 0) {
                        throw new IllegalStateException(notifier + " is not a notifier here");
                    }
                    HostNotifier[] rest = Arrays.copyOf(list, list.length - 1);
                    System.arraycopy(list, index + 1, rest, index, rest.length - index);
                    list = rest;
                });
    }

    private void exclusively(Runnable change) {
        if (gate.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "notifiers cannot come or go from inside a call to a notifier: that waits for"
                            + " the call");
        }
        gate.writeLock().lock();
        try {
            change.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Makes a change of the user addresses from start to end between the notifiers' calls. */
    void around(long start, long end, Runnable change) {
        gate.readLock().lock();
        try {
            around(0, start, end, change);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Nested, so that each one that was started is ended. */
    private void around(int index, long start, long end, Runnable change) {
        if (index == list.length) {
            change.run();
            return;
        }
        HostNotifier notifier = list[index];
        notifier.invalidateStart(start, end);
        try {
            around(index + 1, start, end, change);
        } finally {
            notifier.invalidateEnd(start, end);
        }
    }

    boolean clearYoung(long start, long end, boolean flush) {
        gate.readLock().lock();
        try {
            boolean young = false;
            for (HostNotifier notifier : list) {
                young |= notifier.clearYoung(start, end, flush);
            }
            return young;
        } finally {
            gate.readLock().unlock();
        }
    }

    boolean testYoung(long start, long end) {
        gate.readLock().lock();
        try {
            for (HostNotifier notifier : list) {
                if (notifier.testYoung(start, end)) {
                    return true;
                }
            }
            return false;
        } finally {
            gate.readLock().unlock();
        }
    }
}
