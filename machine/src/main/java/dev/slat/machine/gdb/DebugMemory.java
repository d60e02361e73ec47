package dev.slat.machine.gdb;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.DebugRegisters;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Guest memory by the addresses that a debugger gives: virtual ones of the chosen hart, or
 * guest-physical ones. Memory slots only: to read a device may change it.
 */
final class DebugMemory {
    private final GuestMemory memory;
    private final AddressWalk walk;
    private boolean physical;

    DebugMemory(GuestMemory memory) {
        this.memory = memory;
        this.walk = new AddressWalk(memory);
    }

    /** Whether addresses are guest-physical. */
    boolean isPhysical() {
        return physical;
    }

    void setPhysical(boolean on) {
        physical = on;
    }

    /** Up to {@code length} bytes: what stands before the first that cannot be read. */
    byte[] read(DebugRegisters hart, long address, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int count = inPage(address + done, length - done);
            MemorySegment part = MemorySegment.ofArray(bytes).asSlice(done, count);
            try {
                OptionalLong gpa = gpa(hart, address + done);
                if (gpa.isEmpty()) {
                    break;
                }
                memory.read(gpa.getAsLong(), part);
            } catch (GuestMemoryException e) {
                break;
            }
            done += count;
        }
        return Arrays.copyOf(bytes, done);
    }

    /** Writes, read-only pages of the guest's tables included; false if not all could be. */
    boolean write(DebugRegisters hart, long address, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            int count = inPage(address + done, bytes.length - done);
            try {
                OptionalLong gpa = gpa(hart, address + done);
                if (gpa.isEmpty()) {
                    return false;
                }
                memory.write(gpa.getAsLong(), MemorySegment.ofArray(bytes).asSlice(done, count));
            } catch (GuestMemoryException e) {
                return false;
            }
            done += count;
        }
        return true;
    }

    private OptionalLong gpa(DebugRegisters hart, long address) {
        return physical ? OptionalLong.of(address) : walk.translate(hart, address);
    }

    private static int inPage(long address, int most) {
        return (int) Math.min(most, HostMapping.PAGE - (address & (HostMapping.PAGE - 1)));
    }
}
