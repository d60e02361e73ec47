package dev.slat.memory;

import static dev.slat.memory.DmaFixture.BASE;
import static dev.slat.memory.DmaFixture.MOVED;
import static dev.slat.memory.DmaFixture.PAGE;
import static dev.slat.memory.DmaFixture.assertRefused;
import static dev.slat.memory.DmaFixture.load;
import static dev.slat.memory.DmaFixture.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.slots.Allocations.Point;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** What devices write is in the log, whenever it was switched on, and whatever fails. */
@Timeout(60)
class DmaDirtyLogTest {
    private final DmaFixture fixture = new DmaFixture();
    private final GuestMemory memory = fixture.memory;
    private final DmaDomain domain = memory.dmaDomain(DmaOptions.named("disk").pinned());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void everyKindOfStoreMarksItsPagesAndNoLoadDoes() {
        memory.setRegion(fixture.region().logDirty());
        domain.write(BASE + 2 * PAGE - 1, MemorySegment.ofArray(new byte[2]));
        assertThat(memory.dirtyLog(1)).containsExactly(0b110);
        domain.putShortRelease(BASE + 3 * PAGE, (short) 1);
        domain.putIntRelease(BASE + 4 * PAGE, 1);
        domain.putLongRelease(BASE + 5 * PAGE, 1);
        domain.compareAndSetInt(BASE + 6 * PAGE, 0, 1);
        domain.compareAndSetLong(BASE + 7 * PAGE, 0, 1);
        assertThat(memory.dirtyLog(1)).containsExactly(0b1111_1000);
        load(domain, BASE);
        domain.getLongAcquire(BASE);
        assertThat(memory.dirtyLog(1)).containsExactly(0);
    }

    @Test
    void logThatIsSwitchedOnLaterIsMarkedInEveryDomain() {
        memory.setRegion(fixture.region());
        store(domain, BASE, 1);
        try (DmaDomain second = memory.dmaDomain(DmaOptions.named("net").pinned())) {
            store(second, BASE, 1);
            memory.setRegion(fixture.region().logDirty());
            store(domain, BASE + PAGE, 1);
            store(second, BASE + 2 * PAGE, 1);
            assertThat(memory.dirtyLog(1)).containsExactly(0b110);
        }
    }

    @Test
    void domainOfALaterTimeMarksTheLogThatThereIs() {
        memory.setRegion(fixture.region().logDirty());
        try (DmaDomain second = memory.dmaDomain(DmaOptions.named("net").pinned())) {
            store(second, BASE + PAGE, 1);
        }
        assertThat(memory.dirtyLog(1)).containsExactly(0b10);
    }

    @Test
    void movedSlotIsMarkedFromItsNewStart() {
        memory.setRegion(fixture.region().logDirty());
        memory.setRegion(fixture.region().at(MOVED).logDirty());
        store(domain, MOVED + PAGE, 1);
        assertThat(memory.dirtyLog(1)).containsExactly(0b10);
    }

    /** Fails a change at its last point, where a device has just stored to page 1. */
    private void failAfterAStore(long iova, Runnable change) {
        fixture.onPoint =
                point -> {
                    if (point == Point.TABLE) {
                        store(domain, iova, 1);
                    }
                };
        fixture.failing = Point.TABLE;
        assertRefused(Errno.ENOMEM, change);
        fixture.failing = null;
        fixture.onPoint = point -> {};
    }

    @Test
    void storeWhileALogCouldNotBeEndedIsInIt() {
        memory.setRegion(fixture.region().logDirty());
        failAfterAStore(BASE + PAGE, () -> memory.setRegion(fixture.region()));
        store(domain, BASE + 2 * PAGE, 1);
        assertThat(memory.dirtyLog(1)).containsExactly(0b110);
    }

    @Test
    void storeWhileALoggedSlotCouldNotBeMovedIsInItsLog() {
        memory.setRegion(fixture.region().logDirty());
        failAfterAStore(MOVED + PAGE, () -> memory.setRegion(fixture.region().at(MOVED)));
        assertThat(memory.dirtyLog(1)).containsExactly(0b10);
    }

    @Test
    void storeBeforeALogIsPublishedIsInIt() {
        memory.setRegion(fixture.region());
        fixture.onPoint =
                point -> {
                    if (point == Point.TABLE) {
                        store(domain, BASE + PAGE, 1);
                    }
                };
        memory.setRegion(fixture.region().logDirty());
        assertThat(memory.dirtyLog(1)).containsExactly(0b10);
    }

    @Test
    void logThatEndedAndBeganAgainIsANewOne() {
        memory.setRegion(fixture.region().logDirty());
        memory.setRegion(fixture.region());
        store(domain, BASE, 1);
        memory.setRegion(fixture.region().logDirty());
        store(domain, BASE + PAGE, 1);
        assertThat(memory.dirtyLog(1)).containsExactly(0b10);
    }
}
