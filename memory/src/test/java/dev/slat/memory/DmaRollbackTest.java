package dev.slat.memory;

import static dev.slat.memory.DmaFixture.BASE;
import static dev.slat.memory.DmaFixture.MOVED;
import static dev.slat.memory.DmaFixture.PAGE;
import static dev.slat.memory.DmaFixture.assertFault;
import static dev.slat.memory.DmaFixture.assertRefused;
import static dev.slat.memory.DmaFixture.load;
import static dev.slat.memory.DmaFixture.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFault.Reason;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.slots.Allocations.Point;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;

/** A change that fails leaves every device with what it had, and pins in balance. */
@Timeout(60)
class DmaRollbackTest {
    private final DmaFixture fixture = new DmaFixture();
    private final GuestMemory memory = fixture.memory;
    private final DmaDomain domain = memory.dmaDomain(DmaOptions.named("disk").pinned());

    @AfterEach
    void close() {
        fixture.failing = null;
        fixture.close();
    }

    private void assertFailsAt(Point point, Runnable change) {
        Map<String, Integer> pins = fixture.space.pins();
        fixture.failing = point;
        assertRefused(Errno.ENOMEM, change);
        fixture.failing = null;
        assertThat(fixture.space.pins()).isEqualTo(pins);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"DIRTY_BITMAP", "HOOKS", "TABLE"})
    void creationThatFailsMapsAndPinsNothing(Point point) {
        assertFailsAt(point, () -> memory.setRegion(fixture.region().logDirty()));
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
        memory.setRegion(fixture.region());
        store(domain, BASE, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"INVALID_TABLE", "HOOKS", "TABLE"})
    void deletionThatFailsLeavesTheSlotMapped(Point point) {
        memory.setRegion(fixture.region());
        assertFailsAt(point, () -> memory.deleteRegion(1));
        store(domain, BASE, 1);
        memory.deleteRegion(1);
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
        assertThat(fixture.space.pins()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void moveThatFailsLeavesTheSlotMappedWhereItWas(Point point) {
        memory.setRegion(fixture.region());
        assertFailsAt(point, () -> memory.setRegion(fixture.region().at(MOVED).logDirty()));
        store(domain, BASE, 1);
        assertFault(Reason.UNMAPPED, () -> load(domain, MOVED));
        memory.setRegion(fixture.region().at(MOVED));
        store(domain, MOVED, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"DIRTY_BITMAP", "HOOKS", "TABLE"})
    void changeOfFlagsThatFailsLeavesTheSlotMapped(Point point) {
        memory.setRegion(fixture.region());
        assertFailsAt(point, () -> memory.setRegion(fixture.region().logDirty()));
        store(domain, BASE + PAGE, 1);
        memory.setRegion(fixture.region().logDirty());
        store(domain, BASE, 1);
        assertThat(memory.dirtyLog(1)).containsExactly(1);
    }

    @Test
    void deletionThatFailsAfterAMoveLeavesTheSlotAtItsNewAddress() {
        memory.setRegion(fixture.region());
        memory.setRegion(fixture.region().at(MOVED));
        assertFailsAt(Point.TABLE, () -> memory.deleteRegion(1));
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
        store(domain, MOVED, 1);
    }

    @Test
    void pinThatFailsInALaterDomainUndoesTheEarlierOnes() {
        for (Errno errno : new Errno[] {Errno.ENOMEM, Errno.EFAULT}) {
            try (DmaDomain second = memory.dmaDomain(DmaOptions.named("second").pinned());
                    DmaDomain third = memory.dmaDomain(DmaOptions.named("third").pinned())) {
                fixture.space.failure = errno;
                for (int n = 0; n < 3; n++) {
                    fixture.space.pinsLeft = n;
                    assertRefused(errno, () -> memory.setRegion(fixture.region()));
                    assertThat(fixture.space.pins()).isEmpty();
                    for (DmaDomain each : new DmaDomain[] {domain, second, third}) {
                        assertFault(Reason.UNMAPPED, () -> load(each, BASE));
                    }
                    assertThat(memory.isVisible(BASE)).isFalse();
                }
            }
        }
        fixture.space.pinsLeft = 1;
        memory.setRegion(fixture.region());
    }

    @Test
    void newDomainWhoseNthPinFailsUnpinsTheOthersAndIsNot() {
        for (int slot = 0; slot < 4; slot++) {
            long offset = slot * PAGE;
            memory.setRegion(
                    Region.slot(slot).at(BASE + offset).backedBy(fixture.mapping, offset, PAGE));
        }
        Map<String, Integer> pins = fixture.space.pins();
        for (int n = 0; n < 4; n++) {
            fixture.space.pinsLeft = n;
            assertRefused(
                    Errno.EFAULT, () -> memory.dmaDomain(DmaOptions.named("second").pinned()));
            assertThat(fixture.space.pins()).isEqualTo(pins).hasSize(4);
        }
        fixture.space.pinsLeft = Integer.MAX_VALUE;
        memory.deleteRegion(2);
        assertThat(fixture.space.pins()).hasSize(3);
    }

    @Test
    void anotherHookThatRefusesUndoesTheMapping() {
        SlotHooks refusing =
                new SlotHooks() {
                    @Override
                    public void prepare(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
                        throw new GuestMemoryException(Errno.ENOSPC, "a test");
                    }
                };
        memory.addSlotHooks(refusing);
        assertRefused(Errno.ENOSPC, () -> memory.setRegion(fixture.region()));
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
        assertThat(fixture.space.pins()).isEmpty();
        memory.removeSlotHooks(refusing);
    }
}
