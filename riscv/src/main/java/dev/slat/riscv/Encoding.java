package dev.slat.riscv;

/** The fields of a 32-bit instruction. */
final class Encoding {
    private Encoding() {}

    static int opcode(int w) {
        return w & 0x7f;
    }

    static int rd(int w) {
        return w >>> 7 & 31;
    }

    static int rs1(int w) {
        return w >>> 15 & 31;
    }

    static int rs2(int w) {
        return w >>> 20 & 31;
    }

    static int funct3(int w) {
        return w >>> 12 & 7;
    }

    static int funct7(int w) {
        return w >>> 25;
    }

    static int immI(int w) {
        return w >> 20;
    }

    static int immS(int w) {
        return ((w >> 25) << 5) | rd(w);
    }

    static int immB(int w) {
        return w >> 31 << 12 | (w >>> 7 & 1) << 11 | (w >>> 25 & 0x3f) << 5 | (w >>> 8 & 0xf) << 1;
    }

    static int immU(int w) {
        return w & 0xfffff000;
    }

    static int immJ(int w) {
        return w >> 31 << 20
                | (w >>> 12 & 0xff) << 12
                | (w >>> 20 & 1) << 11
                | (w >>> 21 & 0x3ff) << 1;
    }
}
