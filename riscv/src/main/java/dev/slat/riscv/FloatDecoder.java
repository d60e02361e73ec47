package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

// CONTRACT between the integer core and the F/D instructions (owner of this file: branch fp).
//  - Decoder calls decode(insn) for major opcodes LOAD-FP 0x07, STORE-FP 0x27, MADD 0x43, MSUB
// 0x47,
//    NMSUB 0x4B, NMADD 0x4F, OP-FP 0x53, with the 32-bit encoding. Compressed forms (c.fld, c.fsd,
//    c.fldsp, c.fsdsp) are expanded to the 32-bit form before, so there is nothing else to decode.
//    null = illegal instruction. Return one `final class ... extends Op` per instruction form; ops
//    are cached by encoding and shared: no mutable fields, no pc.
//  - State: h.f (long[32], raw bits, NaN-boxed), h.fcsr (int: frm << 5 | fflags, 8 bits),
//    h.requireFloat() first in every run (throws an illegal-instruction trap if sstatus.FS is Off),
//    h.markFloatDirty() whenever f or fcsr is written. A dynamic rounding mode (rm = 7) with frm
// 5..7
//    and the reserved static rm 5, 6: `throw h.illegalInstruction()`; stval is filled in by the run
//    loop from the code page, an op need not know its bits.
//  - Integer registers: x[rs1]; integer destination: x[Op.destination(rd)].
//  - Memory: h.mmu.loadInt(va), loadLong(va), storeInt(va, v), storeLong(va, v): any alignment;
// they
//    throw the trap themselves. Access memory before writing any state.
//  - CSRs fflags, frm, fcsr are done by the core (class Csrs) on h.fcsr.

/** Decodes the F and D extensions. */
final class FloatDecoder {
    private FloatDecoder() {}

    /**
     * The op for a 32-bit encoding in one of the floating-point major opcodes, or null if illegal.
     */
    static @Nullable Op decode(int instruction) {
        return null;
    }
}
