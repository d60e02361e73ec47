package dev.slat.conformance.vectors;

import dev.slat.memory.internal.HostCalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One VM of the real KVM: its memory calls, each answering a negative errno if refused. One thread.
 */
@SuppressWarnings("restricted")
final class KvmVm implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final long PAGE = 4096;

    private final int fd;
    private int vcpu = -1;
    private long ringAddress;

    private KvmVm(int fd) {
        this.fd = fd;
    }

    /**
     * A new, empty VM.
     *
     * @throws VectorException if the kernel makes none
     */
    static KvmVm create(int kvm) {
        int fd = KvmCalls.ioctl(kvm, KvmLayout.CREATE_VM, 0);
        if (fd < 0) {
            throw new VectorException("KVM makes no VM: " + Errors.name(-fd));
        }
        return new KvmVm(fd);
    }

    /**
     * Gives it its only vCPU.
     *
     * @throws VectorException if the kernel makes none
     */
    void createVcpu() {
        vcpu = KvmCalls.ioctl(fd, KvmLayout.CREATE_VCPU, 0);
        if (vcpu < 0) {
            throw new VectorException("KVM makes no vCPU: " + Errors.name(-vcpu));
        }
        ringAddress =
                HostCalls.mmap(
                        0,
                        PAGE,
                        HostCalls.PROT_READ_WRITE,
                        HostCalls.MAP_SHARED,
                        vcpu,
                        KvmLayout.RING_PAGE * PAGE);
        if (ringAddress < 0) {
            throw new VectorException(
                    "KVM shows no ring of coalesced writes: " + Errors.name((int) -ringAddress));
        }
    }

    boolean hasVcpu() {
        return vcpu >= 0;
    }

    private int call(int target, long request, MemorySegment argument) {
        return KvmCalls.ioctl(target, request, argument.address());
    }

    int setRegion(Operation.SetRegion o) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment region = arena.allocate(KvmLayout.REGION_SIZE, 8);
            region.set(INT, 0, o.slot());
            region.set(INT, 4, o.flags());
            region.set(LONG, 8, o.gpa());
            region.set(LONG, 16, o.size());
            region.set(LONG, 24, o.userAddress());
            return call(fd, KvmLayout.SET_USER_MEMORY_REGION, region);
        }
    }

    /** Stores the slot's log at {@code bitmap}, an address. */
    int getLog(int slot, long bitmap) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(KvmLayout.LOG_SIZE, 8);
            log.set(INT, 0, slot);
            log.set(LONG, 8, bitmap);
            return call(fd, KvmLayout.GET_DIRTY_LOG, log);
        }
    }

    int clearLog(Operation.ClearLog o, long bitmap) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(KvmLayout.CLEAR_SIZE, 8);
            log.set(INT, 0, o.slot());
            log.set(INT, 4, o.pages());
            log.set(LONG, 8, o.firstPage());
            log.set(LONG, 16, bitmap);
            return call(fd, KvmLayout.CLEAR_DIRTY_LOG, log);
        }
    }

    int enable(int capability, int flags, long argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cap = arena.allocate(KvmLayout.CAP_SIZE, 8);
            cap.set(INT, 0, capability);
            cap.set(INT, 4, flags);
            cap.set(LONG, 8, argument);
            return call(fd, KvmLayout.ENABLE_CAP, cap);
        }
    }

    int check(int capability) {
        return KvmCalls.ioctl(fd, KvmLayout.CHECK_EXTENSION, Integer.toUnsignedLong(capability));
    }

    int zone(Operation.Zone o) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zone = arena.allocate(KvmLayout.ZONE_SIZE, 8);
            zone.set(LONG, 0, o.gpa());
            zone.set(INT, 8, o.size());
            zone.set(INT, 12, o.pio());
            long request =
                    o.register()
                            ? KvmLayout.REGISTER_COALESCED_MMIO
                            : KvmLayout.UNREGISTER_COALESCED_MMIO;
            return call(fd, request, zone);
        }
    }

    /** Has the kernel write its wall clock to guest memory; answers how many MSRs were set. */
    int writeWallClock(long gpa) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment msrs = arena.allocate(KvmLayout.MSRS_SIZE, 8);
            msrs.set(INT, 0, 1);
            msrs.set(INT, 8, KvmLayout.MSR_WALL_CLOCK_NEW);
            msrs.set(LONG, 16, gpa);
            return call(vcpu, KvmLayout.SET_MSRS, msrs);
        }
    }

    /** The page of the ring of coalesced writes. */
    MemorySegment ring() {
        return MemorySegment.ofAddress(ringAddress).reinterpret(PAGE);
    }

    @Override
    public void close() {
        if (ringAddress > 0) {
            HostCalls.munmap(ringAddress, PAGE);
        }
        if (vcpu >= 0) {
            HostCalls.close(vcpu);
        }
        HostCalls.close(fd);
    }
}
