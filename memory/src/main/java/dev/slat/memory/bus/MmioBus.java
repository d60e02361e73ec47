package dev.slat.memory.bus;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Which device answers at which guest-physical address: an immutable snapshot, a part of {@link
 * Buses}.
 *
 * <p>Threads: any. A look-up is a binary search; a change copies.
 */
public final class MmioBus {
    /** The most devices on one bus; KVM's limit ({@code NR_IOBUS_DEVS}). */
    public static final int MAX_DEVICES = 1000;

    /** A bus without devices. */
    public static final MmioBus EMPTY = new MmioBus(List.of());

    /**
     * One device's place.
     *
     * @param gpa first address
     * @param size bytes
     */
    public record Range(long gpa, long size, MmioDevice device) {
        boolean contains(long address, int bytes) {
            long offset = address - gpa;
            return offset >= 0 && offset <= size - bytes;
        }

        boolean overlaps(long otherGpa, long otherSize) {
            return otherGpa < gpa + size && gpa < otherGpa + otherSize;
        }
    }

    /** By address; no two overlap. */
    private final Range[] ranges;

    private MmioBus(List<Range> ranges) {
        this.ranges = ranges.toArray(Range[]::new);
    }

    /**
     * This bus with one more device.
     *
     * @throws IllegalArgumentException for an empty or wrapping range, or one that overlaps another
     * @throws GuestMemoryException {@code ENOSPC} if there are {@link #MAX_DEVICES} already
     */
    public MmioBus with(long gpa, long size, MmioDevice device) {
        if (gpa < 0 || size <= 0 || gpa + size < 0) {
            throw new IllegalArgumentException(
                    "device range 0x%x of %d bytes is empty or wraps".formatted(gpa, size));
        }
        if (ranges.length >= MAX_DEVICES) {
            throw new GuestMemoryException(
                    Errno.ENOSPC, "no room for a device more than " + MAX_DEVICES);
        }
        int before = floor(gpa);
        for (int i = Math.max(before, 0); i <= before + 1 && i < ranges.length; i++) {
            if (ranges[i].overlaps(gpa, size)) {
                throw new IllegalArgumentException(
                        "device range 0x%x of %d bytes overlaps the device at 0x%x"
                                .formatted(gpa, size, ranges[i].gpa));
            }
        }
        List<Range> more = new ArrayList<>(List.of(ranges));
        more.add(before + 1, new Range(gpa, size, device));
        return new MmioBus(more);
    }

    /** This bus without a device, at all its places; the same bus if it is not there. */
    @SuppressWarnings("ReferenceEquality") // a device is itself, whatever its equals says
    public MmioBus without(MmioDevice device) {
        List<Range> fewer = new ArrayList<>(List.of(ranges));
        return fewer.removeIf(range -> range.device == device) ? new MmioBus(fewer) : this;
    }

    /** The device that answers all of {@code bytes} at {@code gpa}, or null. */
    public @Nullable Range find(long gpa, int bytes) {
        int at = floor(gpa);
        return at >= 0 && ranges[at].contains(gpa, bytes) ? ranges[at] : null;
    }

    /** The last range that starts at or below an address, or -1. */
    private int floor(long gpa) {
        int low = 0;
        int high = ranges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges[middle].gpa <= gpa) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
