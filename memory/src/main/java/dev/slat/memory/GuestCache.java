package dev.slat.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.slots.MemorySlots;

import java.lang.foreign.MemorySegment;

/**
 * A range of guest memory that is used again and again: that slots back it is checked once for each
 * generation of the slots, as KVM's gfn_to_hva_cache does (Linux, virt/kvm/kvm_main.c).
 *
 * <p>Threads: one at a time. Made by {@link GuestMemory#cache}.
 */
public final class GuestCache {
    private static final long NEVER = -1;

    private final GuestMemory memory;
    private final long gpa;
    private final long length;
    private long checked = NEVER;

    GuestCache(GuestMemory memory, long gpa, long length) {
        if (length <= 0 || gpa < 0 || gpa + length < 0) {
            throw new GuestMemoryException(
                    Errno.EINVAL, "0x%x bytes at 0x%x are no range".formatted(length, gpa));
        }
        this.memory = memory;
        this.gpa = gpa;
        this.length = length;
    }

    /** Copies out, from {@code offset} bytes into the range. */
    public void read(long offset, MemorySegment to) {
        use(offset, to.byteSize());
        memory.read(gpa + offset, to);
    }

    /** Copies in, and marks the pages dirty. */
    public void write(long offset, MemorySegment from) {
        use(offset, from.byteSize());
        memory.write(gpa + offset, from);
    }

    private void use(long offset, long bytes) {
        if (offset < 0 || bytes > length - offset) {
            throw new GuestMemoryException(
                    Errno.EINVAL,
                    "%d bytes at %d are not within a cache of %d".formatted(bytes, offset, length));
        }
        long generation = memory.generation();
        if (generation == checked) {
            return;
        }
        if (!memory.isBacked(gpa, length, false)) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "nothing backs 0x%x bytes at 0x%x (pages of %d)"
                            .formatted(length, gpa, HostMapping.PAGE));
        }
        // While a change is under way, what was found may be of the old table: not kept.
        checked = (generation & MemorySlots.IN_PROGRESS) == 0 ? generation : NEVER;
    }
}
