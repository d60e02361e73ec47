package dev.slat.memory.bus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which device answers at which guest-physical address: an immutable snapshot, published in the
 * same domain as the memory slots (in KVM, one {@code kvm->srcu} protects both).
 */
public final class MmioBus {
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
    }

    private final List<Range> ranges;

    private MmioBus(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * This bus with one more device.
     *
     * @throws IllegalArgumentException for an empty or wrapping range, or one that overlaps another
     */
    public MmioBus with(long gpa, long size, MmioDevice device) {
        if (gpa < 0 || size <= 0 || gpa + size < 0) {
            throw new IllegalArgumentException(
                    "device range 0x%x of %d bytes is empty or wraps".formatted(gpa, size));
        }
        for (Range range : ranges) {
            if (gpa < range.gpa + range.size && range.gpa < gpa + size) {
                throw new IllegalArgumentException(
                        "device range 0x%x of %d bytes overlaps the device at 0x%x"
                                .formatted(gpa, size, range.gpa));
            }
        }
        List<Range> more = new ArrayList<>(ranges);
        more.add(new Range(gpa, size, device));
        more.sort(Comparator.comparingLong(Range::gpa));
        return new MmioBus(List.copyOf(more));
    }

    /** This bus without a device; the same bus if it is not there. */
    @SuppressWarnings("ReferenceEquality") // a device is itself, whatever its equals says
    public MmioBus without(MmioDevice device) {
        List<Range> fewer = new ArrayList<>(ranges);
        return fewer.removeIf(range -> range.device == device)
                ? new MmioBus(List.copyOf(fewer))
                : this;
    }

    /** The device that answers all of {@code bytes} at {@code gpa}, or null. */
    public @Nullable Range find(long gpa, int bytes) {
        for (Range range : ranges) {
            if (range.contains(gpa, bytes)) {
                return range;
            }
        }
        return null;
    }
}
