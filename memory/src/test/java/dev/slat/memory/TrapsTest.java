package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;
import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.Allocations.Point;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Defects of real versions of KVM that concern memory, one test each, by the numbers of section 12
 * of the facts. Elsewhere: 2 in the tests of DMA, 9 in those of the bus, 12 in the benchmarks, 13
 * in {@link DirtyRingTest}; 4 and 5 under load in {@link DirtyLogTest} and the tests of notifiers.
 */
@Timeout(60)
class TrapsTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x4000_0000L;
    private static final long SIZE = 4 << 20;
    private static final int LOG = 1;
    private static final int READ_ONLY = 2;
    private static final int STOP = 1 << 8;

    private @Nullable Point failing;
    private final HostMapping mapping = HostMapping.anonymous(SIZE);
    private final long hva = mapping.hva();
    private final FakeHost host = new FakeHost().map(USER, hva, SIZE);
    private final GuestMemory memory =
            GuestMemory.builder().hostSpace(host).addressBits(40).allocations(this::pass).build();

    private void pass(Point point) {
        if (point == failing) {
            throw new OutOfMemoryError("injected at " + point);
        }
    }

    @AfterEach
    void close() {
        memory.validate();
        memory.close();
        mapping.close();
    }

    private void slot(int flags, long gpa) {
        memory.setUserMemoryRegion(1, flags, gpa, SIZE, USER);
    }

    private static MemorySegment bytes(int count, int value) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void trap1ADeletionThatFailsInItsSecondStepLeavesTheSlotAlive() {
        slot(0, 0);
        failing = Point.TABLE;
        assertRefused(Errno.ENOMEM, () -> memory.deleteRegion(1));
        failing = null;
        memory.write(0, bytes(1, 3));
        assertThat(memory.isVisible(0)).isTrue();
        memory.deleteRegion(1);
    }

    @Test
    void trap3AMoveLeavesNothingAtTheOldPlace() {
        try (GuestView view = memory.attach()) {
            slot(0, 0);
            translate(view, 0, true);
            slot(0, 1 << 30);
            assertThat(translate(view, 0, false)).isEqualTo(GuestView.NO_SLOT);
            assertThat(translate(view, 0, true)).isEqualTo(GuestView.NO_SLOT);
            assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
        }
        assertRefused(Errno.EFAULT, () -> memory.read(0, bytes(1, 0)));
    }

    @Test
    void trap4APageIsNeverWritableAndUnmarkedWhileItsLogIsTaken() throws InterruptedException {
        slot(LOG, 0);
        Thread hart =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (GuestView view = memory.attach()) {
                                        for (int n = 0; n < 20_000; n++) {
                                            translate(view, n % 8 * PAGE, true);
                                        }
                                    }
                                });
        while (hart.isAlive()) {
            memory.dirtyLog(1);
            memory.validate();
        }
    }

    @Test
    void trap5APageThatGoesAwayBetweenTheStepsOfADeletionIsHeardOf() {
        slot(0, 0);
        boolean[] heard = new boolean[1];
        memory.addSlotHooks(
                new SlotHooks() {
                    @Override
                    public void invalidate(MemorySlot old) {
                        assertThat(memory.isVisible(0)).isFalse();
                        host.begin(USER, USER + SIZE);
                        heard[0] = memory.stage2().isGoing(USER); // only of a slot it found
                        host.end(USER, USER + SIZE);
                    }
                });
        memory.deleteRegion(1);
        assertThat(heard[0]).isTrue();
    }

    @Test
    void trap6AFrameWithoutASlotHasNoSlotNumber() {
        assertThat(memory.slotId(0)).isEmpty();
        slot(0, 0);
        assertThat(memory.slotId(SIZE - 1)).hasValue(1);
        assertThat(memory.slotId(SIZE)).isEmpty();
        assertThat(memory.slotId(-1)).isEmpty();
    }

    @Test
    void trap7ClearingStopsAtThePagesEndAndReadOnlyMemoryCanBeReadThroughACache() {
        slot(0, 0);
        Window.putByte(hva + PAGE + 1, (byte) 5);
        memory.clear(PAGE - 1, 2); // one byte in each page
        assertThat(Window.getByte(hva + PAGE + 1)).isEqualTo((byte) 5);
        memory.deleteRegion(1);
        slot(READ_ONLY, 0);
        GuestCache cache = memory.cache(PAGE, PAGE);
        MemorySegment byteRead = bytes(1, 0);
        cache.read(1, byteRead);
        assertThat(byteRead.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 5);
        assertRefused(Errno.EFAULT, () -> cache.write(0, bytes(1, 1)));
    }

    @Test
    void trap8AWriteByAThreadThatIsNoHartIsMarkedEvenWhenHartsHaveRings() {
        memory.enableDirtyRings(1024);
        slot(LOG, 0);
        memory.write(5 * PAGE, bytes(1, 1));
        assertThat(memory.dirtyLog(1)[0]).isEqualTo(1 << 5);
    }

    @Test
    void trap10LargeLeavesGoWholeAndSplitAndTheLastAddressIsUsable() {
        long top = (1L << 40) - SIZE;
        slot(0, top); // ends at the limit, not beyond it
        host.level = HostPage.LEVEL_2M;
        try (GuestView view = memory.attach()) {
            translate(view, top, true);
            host.begin(USER + 5 * PAGE, USER + 6 * PAGE);
            host.end(USER + 5 * PAGE, USER + 6 * PAGE);
            assertThat(memory.stage2().levelOf(0, top >>> 12)).isNull();
            translate(view, top, true);
            slot(LOG, top);
            assertThat(translate(view, top + PAGE, true)).isEqualTo(hva + PAGE);
            assertThat(memory.dirtyLog(1)[0]).isEqualTo(2);
        }
    }

    @Test
    void trap11AHartThatTriesAgainLeavesItsSectionBetweenTries() throws InterruptedException {
        AtomicReference<GuestView> view = new AtomicReference<>();
        Thread hart = Thread.ofPlatform().start(() -> touchUntilTold(view));
        while (view.get() == null) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 200; i++) {
            slot(0, 0);
            memory.deleteRegion(1);
        }
        Objects.requireNonNull(view.get()).request(STOP);
        hart.join();
    }

    private void touchUntilTold(AtomicReference<GuestView> shown) {
        try (GuestView view = memory.attach()) {
            shown.set(view);
            while ((view.takeRequests() & STOP) == 0) {
                if (translate(view, 0, true) == GuestView.RETRY) {
                    view.awaitChange();
                }
            }
        }
    }

    @Test
    void trap14AClearThatIsRefusedLosesNoMarks() {
        slot(LOG, 0);
        memory.manualDirtyLog(1);
        memory.write(0, bytes(1, 1));
        assertRefused(Errno.EFAULT, () -> memory.clearDirtyLog(1, 0, 128, new long[] {1}));
        assertThat(memory.dirtyLog(1)[0]).isEqualTo(1);
        memory.manualDirtyLog(0);
    }

    @Test
    void trap15AReaderThatThePagerHoldsHoldsUpSlotChangesAndNothingElse() throws Exception {
        slot(LOG, 0);
        CountDownLatch inPager = new CountDownLatch(1);
        CountDownLatch paged = new CountDownLatch(1);
        host.hook =
                (address, write) -> {
                    if (address == USER) {
                        inPager.countDown();
                        Stage2Test.await(paged);
                    }
                };
        Thread reader = Thread.ofPlatform().start(() -> memory.getIntVolatile(0));
        inPager.await();
        memory.write(PAGE, bytes(1, 1));
        assertThat(memory.dirtyLog(1)[0]).isEqualTo(2);
        Thread changer = Thread.ofPlatform().start(() -> slot(0, 0));
        assertThat(changer.join(Duration.ofMillis(50))).isFalse();
        memory.read(PAGE, bytes(1, 0));
        paged.countDown();
        changer.join();
        reader.join();
    }

    @Test
    void trap16AnInvalidationThatIsOpenHoldsUpSlotsAndFindsTheSlotsOfItsBeginning()
            throws Exception {
        slot(0, 0);
        host.begin(USER, USER + PAGE);
        Thread deleter = Thread.ofPlatform().start(() -> memory.deleteRegion(1));
        assertThat(deleter.join(Duration.ofMillis(50))).isFalse();
        assertThat(memory.isVisible(0)).isTrue();
        host.end(USER, USER + PAGE);
        deleter.join();
        slot(0, 0);
        host.replace(USER, hva + PAGE); // begins and ends are still balanced
        memory.write(0, bytes(1, 9));
        assertThat(Window.getByte(hva + PAGE)).isEqualTo((byte) 9);
    }
}
