package dev.slat.memory.host;

import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Uses pages as the core does: in a read section, with the notifier's count and sequence looked at
 * around the resolve. Records the calls it hears and checks that starts and ends pair.
 */
final class FakeGuest implements HostNotifier, AutoCloseable {
    final List<String> heard = new ArrayList<>();
    private final Srcu srcu = Srcu.create("fake guest");
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicLong sequence = new AtomicLong();
    final AtomicInteger unpaired = new AtomicInteger();
    volatile boolean young;

    FakeGuest() {
        HostSpace.window().addNotifier(this);
    }

    /** Runs an action on a page's hva; false when the access faults. */
    boolean access(long userAddress, boolean write, LongConsumer action) {
        while (true) {
            Section section = srcu.enter();
            try {
                long seen = sequence.get();
                if (inProgress.get() == 0) {
                    long code = HostSpace.window().resolve(userAddress, write);
                    if (inProgress.get() == 0 && sequence.get() == seen) {
                        if (code == HostPage.FAULT) {
                            return false;
                        }
                        if (write && !HostPage.isWritable(code)) {
                            throw new AssertionError("resolved for a write, not writable");
                        }
                        action.accept(HostPage.hva(code));
                        return true;
                    }
                }
            } finally {
                section.close();
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void invalidateStart(long start, long end) {
        record("start", start, end);
        inProgress.incrementAndGet();
        srcu.synchronize();
    }

    @Override
    public void invalidateEnd(long start, long end) {
        record("end", start, end);
        sequence.incrementAndGet();
        if (inProgress.decrementAndGet() < 0) {
            unpaired.incrementAndGet();
        }
    }

    private void record(String call, long start, long end) {
        synchronized (heard) {
            if (heard.size() < 1000) {
                heard.add("%s %x %x".formatted(call, start, end));
            }
        }
    }

    /** The calls of one pair. */
    static List<String> pair(long start, long end) {
        return List.of("start %x %x".formatted(start, end), "end %x %x".formatted(start, end));
    }

    List<String> takeHeard() {
        synchronized (heard) {
            List<String> taken = List.copyOf(heard);
            heard.clear();
            return taken;
        }
    }

    boolean isIdle() {
        return inProgress.get() == 0 && unpaired.get() == 0;
    }

    @Override
    public boolean clearYoung(long start, long end, boolean flush) {
        boolean was = young;
        young = false;
        return was;
    }

    @Override
    public boolean testYoung(long start, long end) {
        return young;
    }

    @Override
    public void release() {
        throw new AssertionError("the window never goes away");
    }

    @Override
    public void close() {
        HostSpace.window().removeNotifier(this);
        srcu.close();
    }
}
