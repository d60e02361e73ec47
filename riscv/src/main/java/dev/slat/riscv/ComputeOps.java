package dev.slat.riscv;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Ops of any function of one or two registers. The call through the function costs a few
 * nanoseconds, so what compilers emit often has classes of its own.
 */
final class ComputeOps {
    private ComputeOps() {}

    static final class Unary extends ImmediateOp {
        private final LongUnaryOperator function;

        Unary(int w, LongUnaryOperator function) {
            super(w);
            this.function = function;
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = function.applyAsLong(x[rs1]);
        }
    }

    static final class Binary extends RegisterOp {
        private final LongBinaryOperator function;

        Binary(int w, LongBinaryOperator function) {
            super(w);
            this.function = function;
        }

        @Override
        void run(Hart h, long[] x) {
            x[rd] = function.applyAsLong(x[rs1], x[rs2]);
        }
    }
}
