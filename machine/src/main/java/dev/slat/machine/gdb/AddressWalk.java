package dev.slat.machine.gdb;

import dev.slat.memory.GuestMemory;
import dev.slat.riscv.DebugRegisters;

import java.util.OptionalLong;

/**
 * The page-table walk of a debugger: as the hart's, but it neither asks for permission nor leaves a
 * trace in the table (privileged specification, "Virtual Address Translation Process").
 */
final class AddressWalk {
    private static final int SATP = 0x180;
    private static final int MACHINE = 3;
    private static final int SV39 = 8;
    private static final int SV57 = 10;
    private static final long PPN_MASK = (1L << 44) - 1;
    private static final long VALID = 1;
    private static final long LEAF = 0xe;

    private final GuestMemory memory;

    AddressWalk(GuestMemory memory) {
        this.memory = memory;
    }

    /**
     * The guest-physical address of {@code va} in the mode that the hart is in.
     *
     * @throws dev.slat.memory.GuestMemoryException if the table lies where no memory is
     */
    OptionalLong translate(DebugRegisters hart, long va) {
        long satp = hart.privilege() == MACHINE ? 0 : hart.csr(SATP).orElse(0);
        int mode = (int) (satp >>> 60);
        if (mode < SV39 || mode > SV57) {
            return OptionalLong.of(va);
        }
        int levels = mode - SV39 + 3;
        int unused = 64 - (12 + 9 * levels);
        if ((va << unused) >> unused != va) {
            return OptionalLong.empty();
        }
        long table = (satp & PPN_MASK) << 12;
        for (int level = levels - 1; level >= 0; level--) {
            int shift = 12 + 9 * level;
            long pte = memory.getLongVolatile(table + ((va >>> shift) & 0x1ff) * Long.BYTES);
            if ((pte & VALID) == 0) {
                return OptionalLong.empty();
            }
            long page = ((pte >>> 10) & PPN_MASK) << 12;
            if ((pte & LEAF) != 0) {
                long offset = (1L << shift) - 1;
                return OptionalLong.of((page & ~offset) | (va & offset));
            }
            table = page;
        }
        return OptionalLong.empty();
    }
}
