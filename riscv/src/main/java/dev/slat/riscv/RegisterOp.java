package dev.slat.riscv;

/** An op of the R format: {@code rd}, {@code rs1} and {@code rs2}. */
abstract class RegisterOp extends Op {
    final byte rd;
    final byte rs1;
    final byte rs2;

    RegisterOp(int w) {
        this.rd = destination(Encoding.rd(w));
        this.rs1 = (byte) Encoding.rs1(w);
        this.rs2 = (byte) Encoding.rs2(w);
    }
}
