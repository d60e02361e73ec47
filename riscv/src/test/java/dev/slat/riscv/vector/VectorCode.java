package dev.slat.riscv.vector;

/** Words of vector instructions, for tests. Masks are off unless {@link #masked} turns them on. */
public final class VectorCode {
    private static final int OP_V = 0x57;
    private static final int UNMASKED = 1 << 25;

    private VectorCode() {}

    /** {@code vsetvli rd, rs1, type} */
    public static int vsetvli(int rd, int rs1, int type) {
        return OP_V | 7 << 12 | rd << 7 | rs1 << 15 | type << 20;
    }

    /** {@code vsetivli rd, length, type} */
    public static int vsetivli(int rd, int length, int type) {
        return vsetvli(rd, length, type) | 3 << 30;
    }

    /** {@code vsetvl rd, rs1, rs2} */
    public static int vsetvl(int rd, int rs1, int rs2) {
        return vsetvli(rd, rs1, rs2) | 1 << 31;
    }

    /** The bits of vtype; {@code lmul} is a binary logarithm, {@code sew} in bits. */
    public static int type(int sew, int lmul) {
        return (31 - Integer.numberOfLeadingZeros(sew) - 3) << 3 | (lmul & 7);
    }

    /** Arithmetic, of the given minor opcode. */
    public static int op(int funct3, int funct6, int vd, int vs2, int vs1) {
        int fields = vd << 7 | vs2 << 20 | (vs1 & 31) << 15;
        return OP_V | funct3 << 12 | funct6 << 26 | UNMASKED | fields;
    }

    public static int masked(int word) {
        return word & ~UNMASKED;
    }

    private static int memory(int opcode, int eew, int vd, int rs1) {
        int width = eew == 8 ? 0 : type(eew, 0) / 8 + 4;
        return opcode | UNMASKED | width << 12 | vd << 7 | rs1 << 15;
    }

    /** {@code vle<eew>.v vd, (rs1)} */
    public static int load(int eew, int vd, int rs1) {
        return memory(0x07, eew, vd, rs1);
    }

    /** {@code vse<eew>.v vd, (rs1)} */
    public static int store(int eew, int vd, int rs1) {
        return memory(0x27, eew, vd, rs1);
    }

    /** {@code vle<eew>ff.v vd, (rs1)} */
    public static int loadFaultOnlyFirst(int eew, int vd, int rs1) {
        return load(eew, vd, rs1) | 0x10 << 20;
    }

    /** An access of segments of so many fields. */
    public static int segment(int fields, int word) {
        return word | (fields - 1) << 29;
    }

    /** A unit-stride access made strided, by rs2. */
    public static int strided(int word, int rs2) {
        return word | 2 << 26 | rs2 << 20;
    }

    /** A unit-stride access made indexed, by vs2. */
    public static int indexed(int word, int vs2) {
        return word | 1 << 26 | vs2 << 20;
    }
}
