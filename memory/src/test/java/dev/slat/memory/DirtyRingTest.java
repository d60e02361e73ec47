package dev.slat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.dirty.DirtyRing;
import dev.slat.memory.host.HostMapping;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

class DirtyRingTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final int ENTRIES = 1024;
    private static final int PAGES = 2048;
    private static final int SLOT = 3;

    private final GuestMemory memory = GuestMemory.create();
    private final HostMapping mapping = HostMapping.anonymous(PAGES * PAGE);

    @AfterEach
    void close() {
        memory.close();
        mapping.close();
    }

    private GuestView hart() {
        memory.enableDirtyRings(ENTRIES);
        memory.setRegion(Region.slot(SLOT).backedBy(mapping).logDirty());
        return memory.attach();
    }

    private static long translate(GuestView hart, long page, boolean write) {
        hart.enter();
        try {
            return hart.translate(page * PAGE, write);
        } finally {
            hart.exit();
        }
    }

    private static List<Long> harvest(GuestView hart) {
        List<Long> pages = new ArrayList<>();
        hart.dirtyRing()
                .orElseThrow()
                .harvest(
                        (slot, page) -> {
                            assertThat(slot).isEqualTo(SLOT);
                            pages.add(page);
                        });
        return pages;
    }

    @Test
    void aPageIsRecordedOnceUntilTheRingsAreReset() {
        try (GuestView hart = hart()) {
            translate(hart, 5, true);
            translate(hart, 5, true);
            translate(hart, 2, true);
            translate(hart, 7, false);
            assertThat(harvest(hart)).containsExactly(5L, 2L);
            assertThat(harvest(hart)).isEmpty();
            translate(hart, 5, true);
            assertThat(harvest(hart)).isEmpty();
            assertThat(memory.resetDirtyRings()).isEqualTo(2);
            translate(hart, 5, true);
            assertThat(harvest(hart)).containsExactly(5L);
        }
    }

    @Test
    void aHartThatHasWaitedForRoomDropsWhatItHasCached() throws InterruptedException {
        try (GuestView hart = hart()) {
            for (long page = 0; !hart.dirtyRing().orElseThrow().isSoftFull(); page++) {
                translate(hart, page, true);
            }
            Thread owner = Thread.currentThread();
            Thread host =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (owner.getState() != Thread.State.TIMED_WAITING) {
                                            Thread.onSpinWait();
                                        }
                                        harvest(hart);
                                        memory.resetDirtyRings(); // flushes, and does not wait
                                    });
            hart.enterGuest();
            assertThat(hart.takeRequests() & GuestView.FLUSH).isEqualTo(GuestView.FLUSH);
            hart.exitGuest();
            host.join();
        }
    }

    @Test
    void aResetFreesOnlyWhatWasHarvested() {
        try (GuestView hart = hart()) {
            translate(hart, 1, true);
            harvest(hart);
            translate(hart, 2, true);
            assertThat(memory.resetDirtyRings()).isEqualTo(1);
            assertThat(harvest(hart)).containsExactly(2L);
        }
    }

    @Test
    void aFullRingLosesNothing() {
        try (GuestView hart = hart()) {
            for (int page = 0; page < PAGES; page++) {
                translate(hart, page, true);
            }
            assertThat(hart.pending()).as("asked to stop").isTrue();
            List<Long> seen = harvest(hart);
            assertThat(seen).hasSize(ENTRIES);
            long[] rest = memory.dirtyLog(SLOT);
            for (int page = 0; page < PAGES; page++) {
                boolean marked = ((rest[page / 64] >>> page) & 1) != 0;
                assertThat(marked || seen.contains((long) page)).as("page %d", page).isTrue();
            }
        }
    }

    @Test
    void aHartWithAFullRingWaitsForTheReset() throws InterruptedException {
        try (GuestView hart = hart()) {
            DirtyRing ring = hart.dirtyRing().orElseThrow();
            for (int page = 0; page < ENTRIES; page++) {
                translate(hart, page, true);
            }
            Thread running = Thread.ofPlatform().start(hart::takeRequests);
            while (running.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(ring.isSoftFull()).isTrue();
            harvest(hart);
            memory.resetDirtyRings();
            running.join();
            assertThat(ring.isSoftFull()).isFalse();
        }
    }

    @Test
    void whatTheHostWritesIsInTheBitmap() {
        try (GuestView hart = hart()) {
            memory.write(9 * PAGE, MemorySegment.ofArray(new byte[8]));
            assertThat(harvest(hart)).isEmpty();
            assertThat(memory.dirtyLog(SLOT)[0]).isEqualTo(1 << 9);
        }
    }

    @Test
    void theProtocolOfTheBitmapsIsASettingOfItsOwn() {
        try (GuestView hart = hart()) {
            memory.manualDirtyLog(1);
            translate(hart, 2, true);
            assertThat(harvest(hart)).as("rings are still on").containsExactly(2L);
            memory.write(9 * PAGE, MemorySegment.ofArray(new byte[8]));
            assertThat(memory.dirtyLog(SLOT)[0]).isEqualTo(1 << 9);
            assertThat(memory.dirtyLog(SLOT)[0]).as("not cleared").isEqualTo(1 << 9);
            memory.clearDirtyLog(SLOT, 0, 64, new long[] {1 << 9});
            assertThat(memory.dirtyLog(SLOT)[0]).isZero();
            assertThat(memory.resetDirtyRings()).isEqualTo(1);
            translate(hart, 2, true);
            assertThat(harvest(hart)).as("protected by the reset").containsExactly(2L);
            memory.validate();
            memory.manualDirtyLog(0);
            memory.write(9 * PAGE, MemorySegment.ofArray(new byte[8]));
            assertThat(memory.dirtyLog(SLOT)[0]).isEqualTo(1 << 9);
            assertThat(memory.dirtyLog(SLOT)[0]).as("cleared").isZero();
        }
    }

    @Test
    void bitmapThatBeginsWithAllPagesGoesWithRings() {
        memory.manualDirtyLog(3);
        try (GuestView hart = hart()) {
            assertThat(memory.dirtyLog(SLOT)[0]).isEqualTo(-1);
            translate(hart, 5, true);
            assertThat(harvest(hart)).containsExactly(5L);
        }
    }

    @Test
    void entriesMayOutliveTheirSlot() {
        try (GuestView hart = hart()) {
            translate(hart, 1, true);
            harvest(hart);
            memory.deleteRegion(SLOT);
            assertThat(memory.resetDirtyRings()).isEqualTo(1);
        }
    }

    @Test
    void whatAHartLeavesInItsRingIsInTheBitmap() {
        try (GuestView hart = hart()) {
            translate(hart, 1, true);
            harvest(hart);
            translate(hart, 4, true);
        }
        assertThat(memory.dirtyLog(SLOT)[0]).isEqualTo((1 << 1) | (1 << 4));
    }

    @Test
    void badSizesAndMomentsAreRefused() {
        assertThatThrownBy(() -> memory.enableDirtyRings(1000)).hasMessageContaining("1000");
        assertThatThrownBy(() -> memory.enableDirtyRings(512)).hasMessageContaining("EINVAL");
        assertThatThrownBy(() -> memory.enableDirtyRings(1 << 17)).hasMessageContaining("E2BIG");
        assertThatThrownBy(memory::resetDirtyRings).hasMessageContaining("EINVAL");
        memory.enableDirtyRings(ENTRIES);
        assertThatThrownBy(() -> memory.enableDirtyRings(ENTRIES)).hasMessageContaining("EINVAL");
    }

    @Test
    void ringsComeBeforeTheFirstHart() {
        try (GuestView _ = memory.attach()) {
            assertThatThrownBy(() -> memory.enableDirtyRings(ENTRIES))
                    .hasMessageContaining("before the first hart");
        }
    }
}
