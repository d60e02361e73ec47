package dev.slat.memory.slots;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.host.HostSpace;

import org.jspecify.annotations.Nullable;

/**
 * What a slot request means, or why it is refused: the checks of KVM in KVM's order, so that the
 * first that fails gives the same code (Linux 6.18, virt/kvm/kvm_main.c; measured on the real one,
 * see the conformance suite's vectors).
 */
final class SlotRules {
    private static final long PAGE_MASK = (1L << MemorySlot.PAGE_SHIFT) - 1;
    private static final int FLAGS = MemorySlot.LOG_DIRTY | MemorySlot.READ_ONLY;

    private final SlotLimits limits;
    private final HostSpace host;

    SlotRules(SlotLimits limits, HostSpace host) {
        this.limits = limits;
        this.host = host;
    }

    /** What to do, given the present slots. */
    SlotChange change(SlotRequest request, SlotTable table) {
        check(request);
        MemorySlot old = table.byId(request.id());
        if (request.size() == 0) {
            if (old == null) {
                throw refuse(request, "there is no such slot to delete");
            }
            return new SlotChange.Delete(old);
        }
        SlotChange change = old == null ? create(request) : modify(request, old);
        if (change instanceof SlotChange.Create || change instanceof SlotChange.Move) {
            requireFree(request, table);
            if (request.baseGfn() + request.pages() > limits.frames()) {
                throw refuse(request, "ends beyond " + limits.addressBits() + " address bits");
            }
        }
        return change;
    }

    private void check(SlotRequest request) {
        requireNumber(request.id(), request.isPrivate());
        if ((request.flags() & ~FLAGS) != 0) {
            throw refuse(request, "unknown flags");
        }
        if ((request.size() & PAGE_MASK) != 0) {
            throw refuse(request, "the size is not a multiple of 4096");
        }
        if ((request.gpa() & PAGE_MASK) != 0) {
            throw refuse(request, "the address is not a multiple of 4096");
        }
        if ((request.userAddress() & PAGE_MASK) != 0) {
            throw refuse(request, "the user address is not a multiple of 4096");
        }
        if (!host.isUserRange(request.userAddress(), request.size())) {
            throw refuse(request, "the memory is not in the host's user addresses");
        }
        requireSpace(request.id());
        if (Long.compareUnsigned(request.gpa() + request.size(), request.gpa()) < 0) {
            throw refuse(request, "the range wraps");
        }
        if (request.pages() > SlotLimits.MAX_PAGES) {
            throw refuse(request, "more than " + SlotLimits.MAX_PAGES + " pages");
        }
    }

    /** Throws EINVAL unless a number and an address space are there for the user to name. */
    void requireUserSlot(int id) {
        requireNumber(id, false);
        requireSpace(id);
    }

    private void requireSpace(int id) {
        if (MemorySlot.addressSpace(id) >= limits.addressSpaces()) {
            throw new GuestMemoryException(
                    Errno.EINVAL,
                    "slot 0x%x: there are %d address spaces".formatted(id, limits.addressSpaces()));
        }
    }

    private void requireNumber(int id, boolean isPrivate) {
        int number = MemorySlot.number(id);
        int first = isPrivate ? limits.userSlots() : 0;
        int end = limits.userSlots() + (isPrivate ? limits.privateSlots() : 0);
        if (number < first || number >= end) {
            throw new GuestMemoryException(
                    Errno.EINVAL, "slot %d is not in %d..%d".formatted(number, first, end - 1));
        }
    }

    private static SlotChange create(SlotRequest request) {
        return new SlotChange.Create(
                new MemorySlot(
                        request.id(),
                        request.baseGfn(),
                        request.pages(),
                        request.userAddress(),
                        request.flags(),
                        false,
                        null));
    }

    private static SlotChange modify(SlotRequest request, MemorySlot old) {
        if (old.userAddress() != request.userAddress()
                || old.pages() != request.pages()
                || ((old.flags() ^ request.flags()) & MemorySlot.READ_ONLY) != 0) {
            throw refuse(request, "a slot keeps its memory, size and read-only flag for life");
        }
        if (old.baseGfn() != request.baseGfn()) {
            return new SlotChange.Move(old, request.baseGfn(), request.flags());
        }
        return old.flags() == request.flags()
                ? new SlotChange.Nothing()
                : new SlotChange.Flags(old, request.flags());
    }

    private static void requireFree(SlotRequest request, SlotTable table) {
        @Nullable MemorySlot[] other = new MemorySlot[1];
        table.forEachInFrames(
                MemorySlot.addressSpace(request.id()),
                request.baseGfn(),
                request.pages(),
                slot -> {
                    if (slot.id() != request.id()) {
                        other[0] = slot;
                    }
                });
        if (other[0] != null) {
            throw new GuestMemoryException(Errno.EEXIST, request + " overlaps " + other[0]);
        }
    }

    private static GuestMemoryException refuse(SlotRequest request, String why) {
        return new GuestMemoryException(Errno.EINVAL, request + ": " + why);
    }
}
