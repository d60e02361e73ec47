package dev.slat.conformance.vectors;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.bus.Buses;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One VM of ours: its memory, user space behind it, and perhaps a vCPU. One thread. */
final class SlatVm implements AutoCloseable {
    /** Slots of the user on x86: three of the identities are KVM's own. */
    static final int USER_SLOTS = 32764;

    private static final int WALL_CLOCK = 12;

    final GuestMemory memory;
    final UserSpace userSpace = new UserSpace();
    private @Nullable SlatVcpu vcpu;

    SlatVm(Kernel kernel, RegionSpace space) {
        memory =
                GuestMemory.builder()
                        .addressBits(kernel.addressBits())
                        .addressSpaces(kernel.addressSpaces())
                        .userSlots(USER_SLOTS)
                        .hostSpace(space)
                        .coalescedRing(Buses.Drain.BY_HOST)
                        .build();
        memory.registerDevice(0, 1L << kernel.addressBits(), userSpace);
    }

    /** Gives it its vCPU, whose program lies at {@code gpa}. */
    void createVcpu(long gpa) {
        vcpu = new SlatVcpu(memory, gpa);
    }

    @Nullable SlatVcpu vcpu() {
        return vcpu;
    }

    /** As kvm_write_wall_clock: a version, and the time after it, which the format has as zero. */
    void kernelWrite(long gpa) {
        if (gpa == 0) {
            return;
        }
        ByteBuffer clock = ByteBuffer.allocate(WALL_CLOCK).order(ByteOrder.LITTLE_ENDIAN);
        MemorySegment all = MemorySegment.ofBuffer(clock);
        MemorySegment version = all.asSlice(0, Integer.BYTES);
        try {
            memory.read(gpa, version);
            int old = clock.getInt(0);
            clock.putInt(0, old + 2 + (old & 1));
            memory.write(gpa, version);
            memory.write(gpa, all);
        } catch (GuestMemoryException e) {
            // The kernel says nothing either: the MSR is set, the memory is the guest's affair.
        }
    }

    @Override
    public void close() {
        if (vcpu != null) {
            vcpu.close();
        }
        memory.close();
    }
}
