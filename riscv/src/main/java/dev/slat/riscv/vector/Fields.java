package dev.slat.riscv.vector;

/** The fields of a vector instruction (section 5 and 7). */
final class Fields {
    /** Values of funct3 under the opcode OP-V (section 10.1). */
    static final int OPIVV = 0;

    static final int OPFVV = 1;
    static final int OPMVV = 2;
    static final int OPIVI = 3;
    static final int OPIVX = 4;
    static final int OPFVF = 5;
    static final int OPMVX = 6;
    static final int OPCFG = 7;

    private Fields() {}

    static int vd(int w) {
        return w >>> 7 & 31;
    }

    static int funct3(int w) {
        return w >>> 12 & 7;
    }

    /** vs1, rs1, uimm5, or a selector of unary operations. */
    static int vs1(int w) {
        return w >>> 15 & 31;
    }

    /** simm5. */
    static int simm(int w) {
        return w << 12 >> 27;
    }

    static int vs2(int w) {
        return w >>> 20 & 31;
    }

    /** Whether only the elements that v0 has set are active: vm = 0. */
    static boolean masked(int w) {
        return (w >>> 25 & 1) == 0;
    }

    static int funct6(int w) {
        return w >>> 26;
    }
}
