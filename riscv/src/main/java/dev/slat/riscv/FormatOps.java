package dev.slat.riscv;

import dev.slat.riscv.fp.FloatClassify;
import dev.slat.riscv.fp.FloatConvert;
import dev.slat.riscv.fp.FloatEnvironment;
import dev.slat.riscv.fp.FloatFusedMultiplyAdd;
import dev.slat.riscv.fp.FloatModular;
import dev.slat.riscv.fp.Format;

/**
 * Floating-point ops of any format and function: Zfh and Zfa. What F and D have, compilers emit
 * much more of; those ops have classes of their own.
 */
final class FormatOps {
    private FormatOps() {}

    /** A function of two numbers that rounds. */
    @FunctionalInterface
    interface Rounded {
        long apply(Format format, long a, long b, int rounding, FloatEnvironment environment);
    }

    /** A function of one number that rounds. */
    @FunctionalInterface
    interface RoundedUnary {
        long apply(Format format, long a, int rounding, FloatEnvironment environment);
    }

    /** A function of two numbers that is exact. */
    @FunctionalInterface
    interface Exact {
        long apply(Format format, long a, long b, FloatEnvironment environment);
    }

    /** A comparison. */
    @FunctionalInterface
    interface Predicate {
        boolean test(Format format, long a, long b, FloatEnvironment environment);
    }

    abstract static class FormatOp extends FloatOp {
        final Format format;

        FormatOp(int w, Format format) {
            super(w);
            this.format = format;
        }
    }

    static final class Arithmetic extends FormatOp {
        private final Rounded function;

        Arithmetic(int w, Format format, Rounded function) {
            super(w, format);
            this.function = function;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long a = format.unbox(h.f[rs1]);
            long b = format.unbox(h.f[rs2]);
            h.f[rd] = format.box(function.apply(format, a, b, mode, h.fcsr));
        }
    }

    static final class Unary extends FormatOp {
        private final RoundedUnary function;

        Unary(int w, Format format, RoundedUnary function) {
            super(w, format);
            this.function = function;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            h.f[rd] = format.box(function.apply(format, format.unbox(h.f[rs1]), mode, h.fcsr));
        }
    }

    static final class Select extends FormatOp {
        private final Exact function;

        Select(int w, Format format, Exact function) {
            super(w, format);
            this.function = function;
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            long a = format.unbox(h.f[rs1]);
            long b = format.unbox(h.f[rs2]);
            h.f[rd] = format.box(function.apply(format, a, b, h.fcsr));
        }
    }

    static final class Compare extends RegisterOp {
        private final Format format;
        private final Predicate predicate;

        Compare(int w, Format format, Predicate predicate) {
            super(w);
            this.format = format;
            this.predicate = predicate;
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            long a = format.unbox(h.f[rs1]);
            long b = format.unbox(h.f[rs2]);
            x[rd] = predicate.test(format, a, b, h.fcsr) ? 1 : 0;
        }
    }

    /** The four fused multiply-adds; see {@link FloatFusedOps}. */
    static final class MultiplyAdd extends FormatOp {
        private final byte rs3;
        private final long productSign;
        private final long addendSign;

        MultiplyAdd(int w, Format format) {
            super(w, format);
            rs3 = (byte) (w >>> 27);
            long sign = format.signBit();
            productSign = FloatFusedOps.negatesProduct(w) ? sign : 0;
            addendSign = FloatFusedOps.negatesAddend(w) ? sign : 0;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long a = format.unbox(h.f[rs1]) ^ productSign;
            long b = format.unbox(h.f[rs2]);
            long c = format.unbox(h.f[rs3]) ^ addendSign;
            long result = FloatFusedMultiplyAdd.multiplyAdd(format, a, b, c, mode, h.fcsr);
            h.f[rd] = format.box(result);
        }
    }

    /** A conversion from another format. */
    static final class Convert extends FormatOp {
        private final Format from;

        Convert(int w, Format format, Format from) {
            super(w, format);
            this.from = from;
        }

        @Override
        void run(Hart h, long[] x) {
            int mode = round(h, rounding);
            long a = from.unbox(h.f[rs1]);
            h.f[rd] = format.box(FloatConvert.convert(from, format, a, mode, h.fcsr));
        }
    }

    /** {@code fclass} */
    static final class Classify extends RegisterOp {
        private final Format format;

        Classify(int w, Format format) {
            super(w);
            this.format = format;
        }

        @Override
        void run(Hart h, long[] x) {
            h.requireFloat();
            x[rd] = FloatClassify.classify(format, format.unbox(h.f[rs1]));
        }
    }

    /** {@code fli} */
    static final class Constant extends FloatOp {
        private final long register;

        Constant(int w, long register) {
            super(w);
            this.register = register;
        }

        @Override
        void run(Hart h, long[] x) {
            enter(h);
            h.f[rd] = register;
        }
    }

    /** {@code fcvtmod.w.d} */
    static final class ToModularInteger extends RegisterOp {
        ToModularInteger(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            FloatOp.enter(h);
            x[rd] = FloatModular.toInt(h.f[rs1], h.fcsr);
        }
    }
}
