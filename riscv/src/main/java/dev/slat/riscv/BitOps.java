package dev.slat.riscv;

/** Basic bit manipulation (Zbb). */
final class BitOps {
    private BitOps() {}

    /** All bits of each byte but bit 7. */
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

    /** Bit 0 of each byte. */
    private static final long ONES = 0x0101_0101_0101_0101L;

    static final class Andn extends RegisterOp {
        Andn(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & ~x[rs2];
        }
    }

    static final class Orn extends RegisterOp {
        Orn(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] | ~x[rs2];
        }
    }

    static final class Xnor extends RegisterOp {
        Xnor(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = ~(x[rs1] ^ x[rs2]);
        }
    }

    static final class Min extends RegisterOp {
        Min(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Math.min(x[rs1], x[rs2]);
        }
    }

    static final class Max extends RegisterOp {
        Max(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Math.max(x[rs1], x[rs2]);
        }
    }

    static final class Minu extends RegisterOp {
        Minu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long a = x[rs1];
            long b = x[rs2];
            x[rd] = Long.compareUnsigned(a, b) < 0 ? a : b;
        }
    }

    static final class Maxu extends RegisterOp {
        Maxu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long a = x[rs1];
            long b = x[rs2];
            x[rd] = Long.compareUnsigned(a, b) > 0 ? a : b;
        }
    }

    static final class Rol extends RegisterOp {
        Rol(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.rotateLeft(x[rs1], (int) x[rs2]);
        }
    }

    static final class Ror extends RegisterOp {
        Ror(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.rotateRight(x[rs1], (int) x[rs2]);
        }
    }

    static final class Rolw extends RegisterOp {
        Rolw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.rotateLeft((int) x[rs1], (int) x[rs2]);
        }
    }

    static final class Rorw extends RegisterOp {
        Rorw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.rotateRight((int) x[rs1], (int) x[rs2]);
        }
    }

    static final class Rori extends ImmediateOp {
        Rori(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.rotateRight(x[rs1], imm);
        }
    }

    static final class Roriw extends ImmediateOp {
        Roriw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.rotateRight((int) x[rs1], imm);
        }
    }

    static final class Clz extends ImmediateOp {
        Clz(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.numberOfLeadingZeros(x[rs1]);
        }
    }

    static final class Ctz extends ImmediateOp {
        Ctz(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.numberOfTrailingZeros(x[rs1]);
        }
    }

    static final class Cpop extends ImmediateOp {
        Cpop(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.bitCount(x[rs1]);
        }
    }

    static final class Clzw extends ImmediateOp {
        Clzw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.numberOfLeadingZeros((int) x[rs1]);
        }
    }

    static final class Ctzw extends ImmediateOp {
        Ctzw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.numberOfTrailingZeros((int) x[rs1]);
        }
    }

    static final class Cpopw extends ImmediateOp {
        Cpopw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Integer.bitCount((int) x[rs1]);
        }
    }

    static final class SextB extends ImmediateOp {
        SextB(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (byte) x[rs1];
        }
    }

    static final class SextH extends ImmediateOp {
        SextH(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (short) x[rs1];
        }
    }

    static final class ZextH extends RegisterOp {
        ZextH(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & 0xffff;
        }
    }

    /** Each byte becomes all ones if it has any. */
    static final class OrcB extends ImmediateOp {
        OrcB(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long a = x[rs1];
            long low = (a & LOW_BITS) + LOW_BITS; // a carry into bit 7 tells of a bit below
            x[rd] = ((low | a) >>> 7 & ONES) * 0xff;
        }
    }

    static final class Rev8 extends ImmediateOp {
        Rev8(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.reverseBytes(x[rs1]);
        }
    }
}
