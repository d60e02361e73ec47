package dev.slat.conformance.vectors;

/**
 * Requests and structures of KVM on x86-64 (Linux, include/uapi/linux/kvm.h). Requests carry
 * direction, size, type 0xAE and number; offsets are in bytes.
 */
final class KvmLayout {
    static final long CREATE_VM = 0xae01;
    static final long CHECK_EXTENSION = 0xae03;
    static final long CREATE_VCPU = 0xae41;
    static final long GET_DIRTY_LOG = 0x4010ae42L;
    static final long SET_USER_MEMORY_REGION = 0x4020ae46L;
    static final long REGISTER_COALESCED_MMIO = 0x4010ae67L;
    static final long UNREGISTER_COALESCED_MMIO = 0x4010ae68L;
    static final long SET_MSRS = 0x4008ae89L;
    static final long ENABLE_CAP = 0x4068aea3L;
    static final long CLEAR_DIRTY_LOG = 0xc018aec0L;

    /** Slot, flags, gpa, size, user address. */
    static final int REGION_SIZE = 32;

    /** Slot, padding, bitmap. */
    static final int LOG_SIZE = 16;

    /** Slot, number of pages, first page, bitmap. */
    static final int CLEAR_SIZE = 24;

    /** Address, size, bus. */
    static final int ZONE_SIZE = 16;

    /** Capability, flags, four arguments, padding. */
    static final int CAP_SIZE = 104;

    /** Count, padding, then index, padding and data of one. */
    static final int MSRS_SIZE = 24;

    static final int MSR_WALL_CLOCK_NEW = 0x4b564d00;

    /** Where the ring of coalesced writes lies in a vCPU's memory, in pages. */
    static final int RING_PAGE = 2;

    /** First, last; then entries of address, length, bus, 8 bytes of data. */
    static final int RING_HEADER = 8;

    static final int RING_ENTRY = 24;
    static final int RING_PLACES = (4096 - RING_HEADER) / RING_ENTRY;

    private KvmLayout() {}
}
