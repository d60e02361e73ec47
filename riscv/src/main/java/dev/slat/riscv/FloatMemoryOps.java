package dev.slat.riscv;

import dev.slat.riscv.fp.NanBox;

/** Loads and stores of floating-point registers (F and D): bits, never changed on the way. */
final class FloatMemoryOps {
    private FloatMemoryOps() {}

    static final class Fld extends FloatOp {
        private final int imm;

        Fld(int w) {
            super(w);
            imm = Encoding.immI(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.f[rd] = h.mmu.loadLong(x[rs1] + imm);
            h.markFloatDirty();
        }
    }

    static final class Flw extends FloatOp {
        private final int imm;

        Flw(int w) {
            super(w);
            imm = Encoding.immI(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.f[rd] = NanBox.box(h.mmu.loadInt(x[rs1] + imm));
            h.markFloatDirty();
        }
    }

    static final class Fsd extends FloatOp {
        private final int imm;

        Fsd(int w) {
            super(w);
            imm = Encoding.immS(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.mmu.storeLong(x[rs1] + imm, h.f[rs2]);
        }
    }

    static final class Fsw extends FloatOp {
        private final int imm;

        Fsw(int w) {
            super(w);
            imm = Encoding.immS(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            h.mmu.storeInt(x[rs1] + imm, h.f[rs2]);
        }
    }
}
