package dev.slat.memory.bus;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The doorbells of a guest, by address: at most one rings for a store, as colliding ones are
 * refused. Rules and their order: Linux {@code virt/kvm/eventfd.c}, {@code kvm_assign_ioeventfd}.
 * There is no limit: a guest cannot add one, and KVM's is that of open files.
 */
final class Doorbells {
    static final Doorbells EMPTY = new Doorbells(List.of());

    /** By address, unsigned. */
    private final Doorbell[] bells;

    private Doorbells(List<Doorbell> bells) {
        this.bells = bells.toArray(Doorbell[]::new);
    }

    Doorbells with(Doorbell bell) {
        int length = bell.length();
        if (length != 0 && (Integer.bitCount(length) != 1 || length < 0 || length > 8)) {
            throw refusal(Errno.EINVAL, "length is not 0, 1, 2, 4 or 8", bell);
        }
        if (Long.compareUnsigned(bell.gpa() + length, bell.gpa()) < 0) {
            throw refusal(Errno.EINVAL, "range wraps", bell);
        }
        if (length == 0 && bell.match().isPresent()) {
            throw refusal(Errno.EINVAL, "a value can only be matched at a fixed length", bell);
        }
        int at = first(bell.gpa());
        for (; at < bells.length && bells[at].gpa() == bell.gpa(); at++) {
            if (bells[at].collides(bell)) {
                throw refusal(Errno.EEXIST, "another rings for the same store", bell);
            }
        }
        List<Doorbell> more = new ArrayList<>(List.of(bells));
        more.add(at, bell);
        return new Doorbells(more);
    }

    Doorbells without(Doorbell bell) {
        List<Doorbell> fewer = new ArrayList<>(List.of(bells));
        if (!fewer.removeIf(bell::same)) {
            throw refusal(Errno.ENOENT, "no such doorbell", bell);
        }
        return new Doorbells(fewer);
    }

    /** The one that rings for a store, or null. */
    @Nullable Doorbell find(long gpa, int size, long value) {
        for (int at = first(gpa); at < bells.length && bells[at].gpa() == gpa; at++) {
            if (bells[at].rings(size, value)) {
                return bells[at];
            }
        }
        return null;
    }

    /** The first place whose address is not below {@code gpa}. */
    private int first(long gpa) {
        int low = 0;
        int high = bells.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(bells[middle].gpa(), gpa) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static GuestMemoryException refusal(Errno errno, String why, Doorbell bell) {
        return new GuestMemoryException(
                errno,
                "doorbell at 0x%x, length %d, %s: %s"
                        .formatted(
                                bell.gpa(),
                                bell.length(),
                                bell.match().isPresent()
                                        ? "value 0x%x".formatted(bell.match().getAsLong())
                                        : "any value",
                                why));
    }
}
