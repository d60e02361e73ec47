package dev.slat.memory.stage2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.FakeHost;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotLimits;
import dev.slat.memory.slots.SlotRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A flush that one thread owes is due for all who look after it. */
@Timeout(60)
class Stage2FlushTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x100_0000;

    private final FakeHost host = new FakeHost().map(USER, 0x200_0000, 16 * PAGE);
    private final MemorySlots slots =
            new MemorySlots(
                    new SlotLimits(40, 1, 10, 0),
                    host,
                    new NoSteps(),
                    Allocations.REAL,
                    Fault.NONE);
    private final AtomicInteger flushes = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch harts = new CountDownLatch(1);
    private final Stage2 stage2 =
            new Stage2(
                    1,
                    host,
                    visitor -> visitor.accept(slots.current()),
                    this::flush,
                    () -> {},
                    Runnable::run,
                    Fault.NONE);

    private void flush() {
        if (flushes.getAndIncrement() == 0) {
            begun.countDown();
            try {
                harts.await(); // the harts are slow to answer
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private MemorySlot mapped(int flags) {
        slots.set(new SlotRequest(1, flags, 0, 16 * PAGE, USER, false));
        MemorySlot slot = Objects.requireNonNull(slots.current().byId(1));
        long hva = stage2.fault(slots.current(), slot, 0, 0, true, (s, gfn) -> {});
        assertThat(hva).isEqualTo(0x200_0000);
        return slot;
    }

    /** Runs {@code second} while another thread has zapped the page and not flushed yet. */
    private void duringAnInvalidation(Runnable second) throws InterruptedException {
        Thread first =
                Thread.ofPlatform().start(() -> stage2.invalidateStart(USER, USER + 16 * PAGE));
        begun.await();
        assertThat(stage2.find(0, 0, false)).isEqualTo(Stage2.MISS);
        second.run();
        assertThat(flushes).hasValue(2);
        harts.countDown();
        first.join();
        stage2.invalidateEnd(USER, USER + 16 * PAGE);
        stage2.flushSlot(slots.current(), Objects.requireNonNull(slots.current().byId(1)));
        assertThat(flushes).as("nothing is owed any more").hasValue(2);
    }

    @Test
    void aDeletionFlushesWhatAnInvalidationHasTakenAwayAndNotFlushed() throws Exception {
        MemorySlot slot = mapped(0);
        duringAnInvalidation(() -> stage2.flushSlot(slots.current(), slot));
    }

    @Test
    void anInvalidationFlushesWhatAnotherHasTakenAwayAndNotFlushed() throws Exception {
        mapped(0);
        duringAnInvalidation(
                () -> {
                    stage2.invalidateStart(USER, USER + PAGE);
                    stage2.invalidateEnd(USER, USER + PAGE);
                });
    }

    @Test
    void aLogThatIsTakenFlushesWhatAnInvalidationHasTakenAwayAndNotFlushed() throws Exception {
        MemorySlot slot = mapped(MemorySlot.LOG_DIRTY);
        duringAnInvalidation(
                () ->
                        stage2.protectPages(
                                slots.current(),
                                slot,
                                0,
                                1,
                                new Stage2.WordTaker() {
                                    @Override
                                    public long take(int word) {
                                        return 1;
                                    }

                                    @Override
                                    public long peek(int word) {
                                        return 1;
                                    }
                                }));
    }
}
