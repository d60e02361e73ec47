package dev.slat.memory.slots;

/**
 * The argument of KVM_SET_USER_MEMORY_REGION (Linux, Documentation/virt/kvm/api.rst, 4.35).
 *
 * @param id number and, from bit 16, address space
 * @param flags {@link MemorySlot#LOG_DIRTY}, {@link MemorySlot#READ_ONLY}
 * @param gpa first guest-physical address
 * @param size bytes; 0 deletes the slot
 * @param userAddress where the memory is
 * @param isPrivate a slot of the monitor, by a number that the user cannot name
 */
public record SlotRequest(
        int id, int flags, long gpa, long size, long userAddress, boolean isPrivate) {
    long pages() {
        return size >>> MemorySlot.PAGE_SHIFT;
    }

    long baseGfn() {
        return gpa >>> MemorySlot.PAGE_SHIFT;
    }

    @Override
    public String toString() {
        return "slot 0x%x at 0x%x, 0x%x bytes at user address 0x%x, flags 0x%x"
                .formatted(id, gpa, size, userAddress, flags);
    }
}
