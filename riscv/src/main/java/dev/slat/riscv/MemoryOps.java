package dev.slat.riscv;

/** Loads and stores of integer registers. */
final class MemoryOps {
    private MemoryOps() {}

    static final class Lb extends ImmediateOp {
        Lb(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadByte(x[rs1] + imm);
        }
    }

    static final class Lh extends ImmediateOp {
        Lh(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadShort(x[rs1] + imm);
        }
    }

    static final class Lw extends ImmediateOp {
        Lw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadInt(x[rs1] + imm);
        }
    }

    static final class Ld extends ImmediateOp {
        Ld(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadLong(x[rs1] + imm);
        }
    }

    static final class Lbu extends ImmediateOp {
        Lbu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadByte(x[rs1] + imm) & 0xff;
        }
    }

    static final class Lhu extends ImmediateOp {
        Lhu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadShort(x[rs1] + imm) & 0xffff;
        }
    }

    static final class Lwu extends ImmediateOp {
        Lwu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.mmu.loadInt(x[rs1] + imm) & 0xffff_ffffL;
        }
    }

    abstract static class StoreOp extends Op {
        final byte rs1;
        final byte rs2;
        final int imm;

        StoreOp(int w) {
            this.rs1 = (byte) Encoding.rs1(w);
            this.rs2 = (byte) Encoding.rs2(w);
            this.imm = Encoding.immS(w);
        }
    }

    static final class Sb extends StoreOp {
        Sb(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.mmu.storeByte(x[rs1] + imm, x[rs2]);
        }
    }

    static final class Sh extends StoreOp {
        Sh(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.mmu.storeShort(x[rs1] + imm, x[rs2]);
        }
    }

    static final class Sw extends StoreOp {
        Sw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.mmu.storeInt(x[rs1] + imm, x[rs2]);
        }
    }

    static final class Sd extends StoreOp {
        Sd(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            h.mmu.storeLong(x[rs1] + imm, x[rs2]);
        }
    }
}
