package dev.slat.conformance.vectors;

/**
 * One operation of a scenario, as read. Addresses and sizes are in bytes, page numbers in pages of
 * 4096; 32-bit fields are ints, all numbers unsigned.
 */
sealed interface Operation {
    /** Closes the VM and makes a new, empty one, perhaps with a vCPU. Host regions stay. */
    record NewVm(boolean vcpu) implements Operation {}

    /**
     * Maps a host region as private zero memory.
     *
     * @param warm the host writes each page once
     * @param hugePages huge pages are allowed
     */
    record MapRegion(char region, long size, boolean warm, boolean hugePages)
            implements Operation {}

    /** KVM_SET_USER_MEMORY_REGION. */
    record SetRegion(int slot, long gpa, long size, long userAddress, int flags)
            implements Operation {}

    /** KVM_GET_DIRTY_LOG, perhaps into memory that is not there. */
    record GetLog(int slot, boolean badBuffer) implements Operation {}

    /** KVM_CLEAR_DIRTY_LOG. */
    record ClearLog(int slot, long firstPage, int pages, PageBits bits, boolean badBuffer)
            implements Operation {}

    /** KVM_ENABLE_CAP of the manual dirty log: args[0], and the call's own flags. */
    record ManualLog(long value, long flags) implements Operation {}

    /** KVM_CHECK_EXTENSION on the VM. */
    record Check(int capability) implements Operation {}

    /** KVM_REGISTER_COALESCED_MMIO and its opposite. */
    record Zone(boolean register, long gpa, int size, int pio) implements Operation {}

    /**
     * Reads the ring of coalesced writes.
     *
     * @param keep leaves its entries there
     * @param show how many entries the answer lists at most, unsigned
     */
    record Ring(boolean keep, long show) implements Operation {}

    /** One store by the vCPU. */
    record Write(long gpa, int length, long value) implements Operation {}

    /** One load by the vCPU. */
    record Read(long gpa, int length) implements Operation {}

    /** A load, an addition and a store by the vCPU. */
    record Add(long gpa, int length, long value) implements Operation {}

    /** Stores by the vCPU: the i-th at {@code gpa + i * stride}, of {@code value + i}. */
    record Touch(long gpa, long count, long stride, int length, long value) implements Operation {}

    /** The write that KVM itself does for MSR_KVM_WALL_CLOCK_NEW. */
    record KernelWrite(long gpa) implements Operation {}

    /** User space writes host memory. */
    record Poke(long userAddress, int length, long value) implements Operation {}

    /** User space reads host memory. */
    record Peek(long userAddress, int length) implements Operation {}

    /** madvise(MADV_DONTNEED). */
    record Discard(long userAddress, long size) implements Operation {}

    /** munmap. */
    record Unmap(long userAddress, long size) implements Operation {}

    /**
     * mprotect.
     *
     * @param protection 0 nothing, 1 read, 3 read and write
     */
    record Protect(long userAddress, long size, int protection) implements Operation {}
}
