package dev.slat.memory.bus;

import static dev.slat.memory.bus.Buses.Taker.COALESCED;
import static dev.slat.memory.bus.Buses.Taker.NOBODY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.Errno;

import org.junit.jupiter.api.Test;

/** Answers of the real KVM (Linux 6.18) about zones, one rule a test. */
class ZonesTest {
    private static final long BASE = 0xd000_0000L;

    private final CoalescedRing ring = CoalescedRing.create();
    private Buses buses = Buses.EMPTY.withRing(ring, Buses.Drain.BY_HOST);

    private void zone(long gpa, int size) {
        buses = buses.withZone(CoalescedZone.memory(gpa, size));
    }

    private void unzone(long gpa, int size) {
        buses = buses.withoutZones(CoalescedZone.memory(gpa, size));
    }

    private void expect(Buses.Taker taker, long gpa, int size) {
        assertThat(buses.write(gpa, size, 0x1122_3344_5566_7788L)).isEqualTo(taker);
    }

    @Test
    void aStoreOfAnySizeWhollyInsideIsCollected() {
        zone(BASE + 0x100, 0x10);
        for (int size = 1; size <= 8; size++) {
            expect(COALESCED, BASE + 0x100, size);
            expect(COALESCED, BASE + 0x110 - size, size);
            expect(NOBODY, BASE + 0x111 - size, size);
            expect(NOBODY, BASE + 0xff, size);
        }
        assertThat(ring.last()).isEqualTo(16);
    }

    @Test
    void anOuterZoneIsMissedBehindTheInnerOne() {
        zone(BASE, 0x1000);
        zone(BASE + 0x100, 0x10);
        expect(COALESCED, BASE, 4);
        expect(COALESCED, BASE + 0x80, 4);
        expect(COALESCED, BASE + 0x100, 4);
        expect(COALESCED, BASE + 0x108, 4);
        expect(NOBODY, BASE + 0x110, 4);
        expect(NOBODY, BASE + 0x800, 4);
        zone(BASE + 0x200, 0x10);
        expect(COALESCED, BASE + 0x80, 4);
        expect(NOBODY, BASE + 0x180, 4);
        expect(NOBODY, BASE + 0x800, 4);
        unzone(BASE + 0x100, 0x10);
        expect(NOBODY, BASE + 0x100, 4);
        expect(COALESCED, BASE + 0x200, 4);
    }

    @Test
    void theSameZoneTwiceCollectsOnceAndLeavesAtOnce() {
        zone(BASE, 0x1000);
        zone(BASE, 0x1000);
        expect(COALESCED, BASE, 4);
        assertThat(ring.last()).isEqualTo(1);
        unzone(BASE, 0x1000);
        expect(NOBODY, BASE, 4);
    }

    @Test
    void onlyARangeInsideAZoneRemovesIt() {
        zone(BASE, 0x1000);
        unzone(BASE, 0x2000);
        unzone(BASE - 0x1000, 0x1000);
        buses = buses.withoutZones(new CoalescedZone(BASE, 0x1000, 1));
        expect(COALESCED, BASE, 4);
        unzone(BASE + 0x800, 0x10);
        expect(NOBODY, BASE, 4);
        zone(BASE, 0x1000);
        unzone(BASE + 0x1000, 0);
        expect(NOBODY, BASE, 4);
        assertThat(ring.last()).as("entries outlive their zone").isEqualTo(1);
    }

    @Test
    void oddSizesAreTakenAndWorkAsFarAsKvmsDo() {
        zone(BASE, 0);
        expect(NOBODY, BASE, 4);
        zone(0x10_0000_0000L, 0x7fff_ffff);
        expect(COALESCED, 0x10_7fff_0000L, 4);
        zone(0x20_0000_0000L, 0x8000_0000);
        expect(NOBODY, 0x20_0000_0000L, 4);
        unzone(0x20_0000_0000L, 0x10);
        zone(0x20_0000_0000L, 0x10);
        expect(COALESCED, 0x20_0000_0000L, 4);
    }

    @Test
    void aZoneThatWrapsCollectsNothingAndCannotBeRemoved() {
        zone(0xffff_ffff_ffff_fff0L, 0x1000);
        expect(NOBODY, 0xffff_ffff_ffff_fff0L, 4);
        assertThat(buses.write(0, 4, 1)).as("behind the wrap").isEqualTo(NOBODY);
        for (int i = 1; i < 1000; i++) {
            zone(BASE + i * 16L, 16);
        }
        unzone(0xffff_ffff_ffff_fff0L, 0x1000);
        unzone(0xffff_ffff_ffff_fff0L, 1);
        Refusals.assertRefused(Errno.ENOSPC, () -> zone(0, 1));
    }

    @Test
    void aKindThatIsNeither0Nor1IsRefused() {
        for (int pio : new int[] {2, -1}) {
            CoalescedZone odd = new CoalescedZone(BASE, 0x1000, pio);
            Refusals.assertRefused(Errno.EINVAL, () -> buses.withZone(odd));
            Refusals.assertRefused(Errno.EINVAL, () -> buses.withoutZones(odd));
        }
    }

    @Test
    void eachKindHasRoomForAThousand() {
        for (int i = 0; i < 1000; i++) {
            zone(BASE + i * 16L, 16);
        }
        CoalescedZone more = CoalescedZone.memory(0xe000_0000L, 16);
        Refusals.assertRefused(Errno.ENOSPC, () -> buses.withZone(more));
        buses = buses.withZone(new CoalescedZone(0xe000_0000L, 16, 1));
        unzone(BASE, 16);
        buses = buses.withZone(more);
        expect(COALESCED, 0xe000_0000L, 8);
        expect(NOBODY, BASE, 8);
        expect(COALESCED, BASE + 999 * 16L, 8);
    }

    @Test
    void aZoneOfPortsCollectsNoMemory() {
        buses = buses.withZone(new CoalescedZone(BASE, 0x1000, 1));
        expect(NOBODY, BASE, 4);
    }

    @Test
    void withoutARingNothingIsCollected() {
        Buses none = Buses.EMPTY.withZone(CoalescedZone.memory(BASE, 0x1000));
        assertThat(none.write(BASE, 4, 1)).isEqualTo(NOBODY);
    }
}
