package dev.slat.riscv;

/** An op of the I format: {@code rd}, {@code rs1} and an immediate. */
abstract class ImmediateOp extends Op {
    final byte rd;
    final byte rs1;
    final int imm;

    ImmediateOp(int w) {
        this(w, Encoding.immI(w));
    }

    ImmediateOp(int w, int imm) {
        this.rd = destination(Encoding.rd(w));
        this.rs1 = (byte) Encoding.rs1(w);
        this.imm = imm;
    }
}
