package dev.slat.memory.bus;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import java.util.ArrayList;
import java.util.List;

/**
 * The coalesced zones of one kind, in the order in which KVM keeps them, searched as KVM searches
 * them: where zones nest or repeat, which stores are collected depends on both.
 *
 * <p>Followed: the bus of Linux 6.18 ({@code virt/kvm/kvm_main.c}: {@code kvm_io_bus_cmp}, {@code
 * kvm_io_bus_register_dev}, {@code kvm_io_bus_get_first_dev}), whose answers are recorded in the
 * vectors. Its bus takes a zone's size for a signed number, the zone itself does not.
 */
final class ZoneTable {
    /** The most zones of one kind; KVM's limit for a bus ({@code NR_IOBUS_DEVS}). */
    static final int MAX_ZONES = 1000;

    static final ZoneTable EMPTY = new ZoneTable(List.of());

    private final CoalescedZone[] zones;

    private ZoneTable(List<CoalescedZone> zones) {
        this.zones = zones.toArray(CoalescedZone[]::new);
    }

    /** With one more, before the first zone that orders after it. */
    ZoneTable with(CoalescedZone zone) {
        if (zones.length >= MAX_ZONES) {
            throw new GuestMemoryException(
                    Errno.ENOSPC, "no room for a coalesced zone more than " + MAX_ZONES);
        }
        int at = 0;
        while (at < zones.length && order(zones[at].gpa(), zones[at].size(), zone) <= 0) {
            at++;
        }
        List<CoalescedZone> more = new ArrayList<>(List.of(zones));
        more.add(at, zone);
        return new ZoneTable(more);
    }

    /** Without the zones that contain a range. */
    ZoneTable without(CoalescedZone range) {
        List<CoalescedZone> fewer = new ArrayList<>(List.of(zones));
        return fewer.removeIf(zone -> zone.contains(range.gpa(), range.size()))
                ? new ZoneTable(fewer)
                : this;
    }

    /** Whether the search comes upon a zone that contains a store. */
    boolean collects(long gpa, int size) {
        int at = search(gpa, size);
        if (at < 0) {
            return false;
        }
        while (at > 0 && order(gpa, size, zones[at - 1]) == 0) {
            at--;
        }
        for (; at < zones.length && order(gpa, size, zones[at]) == 0; at++) {
            if (zones[at].contains(gpa, size)) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return zones.length;
    }

    /** Any place that is equal to a store, or -1. Which one is found first matters with nesting. */
    private int search(long gpa, int size) {
        int base = 0;
        for (int count = zones.length; count > 0; count >>= 1) {
            int pivot = base + (count >> 1);
            int order = order(gpa, size, zones[pivot]);
            if (order == 0) {
                return pivot;
            }
            if (order > 0) {
                base = pivot + 1;
                count--;
            }
        }
        return -1;
    }

    /**
     * Negative: the range starts below the zone; 0: it lies inside; positive: it ends behind it. An
     * empty zone is met by its own address alone. This is no order once zones nest.
     */
    private static int order(long gpa, int size, CoalescedZone zone) {
        if (Long.compareUnsigned(gpa, zone.gpa()) < 0) {
            return -1;
        }
        if (zone.size() == 0) {
            return Long.compareUnsigned(gpa, zone.gpa());
        }
        return Math.max(0, Long.compareUnsigned(gpa + size, zone.gpa() + zone.size()));
    }
}
