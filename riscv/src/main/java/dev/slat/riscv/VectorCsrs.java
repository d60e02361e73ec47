package dev.slat.riscv;

import dev.slat.riscv.vector.VectorUnit;

/** The CSRs of the vector extension (vector specification 1.0, section 3). */
final class VectorCsrs {
    private static final int VSTART = 0x008;
    private static final int VXSAT = 0x009;
    private static final int VXRM = 0x00A;
    private static final int VCSR = 0x00F;
    private static final int VL = 0xC20;
    private static final int VTYPE = 0xC21;

    private VectorCsrs() {}

    /** The value of one of the seven; illegal if vectors are off. */
    static long read(Hart hart, int csr) {
        VectorUnit vector = hart.vector;
        if ((hart.csrs.status & Csrs.VS) == 0) {
            throw hart.illegalInstruction();
        }
        return switch (csr) {
            case VSTART -> vector.vstart();
            case VXSAT -> vector.vcsr() & 1;
            case VXRM -> vector.vcsr() >>> 1;
            case VCSR -> vector.vcsr();
            case VL -> vector.vl();
            case VTYPE -> vector.vtype();
            default -> vector.vlenb();
        };
    }

    /** Writes one of the four that can be written, after {@link #read} has accepted it. */
    static void write(Hart hart, int csr, long value) {
        VectorUnit vector = hart.vector;
        switch (csr) {
            case VSTART -> vector.setVstart(value);
            case VXSAT -> vector.setVcsr((vector.vcsr() & ~1L) | (value & 1));
            case VXRM -> vector.setVcsr((vector.vcsr() & 1) | value << 1);
            default -> vector.setVcsr(value);
        }
        hart.csrs.status |= Csrs.VS;
    }
}
