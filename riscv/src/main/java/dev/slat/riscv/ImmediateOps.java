package dev.slat.riscv;

/** Integer computation with an immediate (RV64I). */
final class ImmediateOps {
    private ImmediateOps() {}

    static final class Addi extends ImmediateOp {
        Addi(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] + imm;
        }
    }

    static final class Li extends ImmediateOp {
        Li(int w, int imm) {
            super(w, imm);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = imm;
        }
    }

    static final class Mv extends ImmediateOp {
        Mv(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1];
        }
    }

    static final class Slti extends ImmediateOp {
        Slti(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] < imm ? 1 : 0;
        }
    }

    static final class Sltiu extends ImmediateOp {
        Sltiu(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = Long.compareUnsigned(x[rs1], imm) < 0 ? 1 : 0;
        }
    }

    static final class Xori extends ImmediateOp {
        Xori(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] ^ imm;
        }
    }

    static final class Ori extends ImmediateOp {
        Ori(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] | imm;
        }
    }

    static final class Andi extends ImmediateOp {
        Andi(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] & imm;
        }
    }

    static final class Slli extends ImmediateOp {
        Slli(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] << imm;
        }
    }

    static final class Srli extends ImmediateOp {
        Srli(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >>> imm;
        }
    }

    static final class Srai extends ImmediateOp {
        Srai(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = x[rs1] >> imm;
        }
    }

    static final class Addiw extends ImmediateOp {
        Addiw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] + imm;
            x[rd] = value;
        }
    }

    static final class Sextw extends ImmediateOp {
        Sextw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (int) x[rs1];
        }
    }

    static final class Slliw extends ImmediateOp {
        Slliw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] << imm;
            x[rd] = value;
        }
    }

    static final class Srliw extends ImmediateOp {
        Srliw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            int value = (int) x[rs1] >>> imm;
            x[rd] = value;
        }
    }

    static final class Sraiw extends ImmediateOp {
        Sraiw(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = (int) x[rs1] >> imm;
        }
    }

    /** The immediate counts from the start of the block. */
    static final class Auipc extends ImmediateOp {
        Auipc(int w, int fromBlock) {
            super(w, fromBlock);
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = h.pc + imm;
        }
    }

    /** Does nothing: hints, writes to x0, and pause. */
    static final class Nop extends Op {
        static final Nop INSTANCE = new Nop();

        @Override
        void run(Hart h, long[] x) {}
    }
}
