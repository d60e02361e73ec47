package dev.slat.riscv.fp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.riscv.fp.ReferenceFormat.Exact;
import dev.slat.riscv.fp.ReferenceFormat.Expected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Results and flags of arithmetic on finite numbers, in all modes, against exact arithmetic. */
class FloatReferenceTest {
    private static final int CASES = 10_000;
    private static final int MODES = 5;

    private final RandomGenerator random = new SplittableRandom(0x51a7);

    private interface Operation {
        long apply(int rounding, FloatEnvironment environment);
    }

    @ParameterizedTest
    @EnumSource
    void sumIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long a = finite(format);
            long b = i % 2 == 0 ? finite(format) : format.near(a, random);
            BigDecimal exact = format.value(a).add(format.value(b));
            boolean alike = format.isNegative(a) == format.isNegative(b);
            check(
                    format,
                    exact,
                    alike ? a & format.signBit : -1,
                    (mode, env) -> add(format, a, b, mode, env),
                    a,
                    b);
        }
    }

    @ParameterizedTest
    @EnumSource
    void differenceIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long a = finite(format);
            long b = i % 2 == 0 ? finite(format) : format.near(a, random);
            BigDecimal exact = format.value(a).subtract(format.value(b));
            boolean alike = format.isNegative(a) != format.isNegative(b);
            check(
                    format,
                    exact,
                    alike ? a & format.signBit : -1,
                    (mode, env) -> subtract(format, a, b, mode, env),
                    a,
                    b);
        }
    }

    @ParameterizedTest
    @EnumSource
    void productIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long a = finite(format);
            long b = finite(format);
            BigDecimal exact = format.value(a).multiply(format.value(b));
            long sign = (a ^ b) & format.signBit;
            check(format, exact, sign, (mode, env) -> multiply(format, a, b, mode, env), a, b);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotientIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long a = nonzero(format);
            long b = i % 2 == 0 ? nonzero(format) : format.near(a, random) | 1;
            BigDecimal dividend = format.value(a).abs();
            BigDecimal divisor = format.value(b).abs();
            boolean negative = format.isNegative(a) != format.isNegative(b);
            check(
                    format,
                    negative,
                    quotient -> dividend.compareTo(quotient.multiply(divisor)),
                    (mode, env) -> divide(format, a, b, mode, env),
                    a,
                    b);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rootIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long a = nonzero(format) & ~format.signBit;
            BigDecimal radicand = format.value(a);
            check(
                    format,
                    false,
                    root -> radicand.compareTo(root.multiply(root)),
                    (mode, env) -> squareRoot(format, a, mode, env),
                    a);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fusedSumIsTheExactOneRounded(ReferenceFormat format) {
        for (int i = 0; i < 2 * CASES; i++) {
            long a = finite(format);
            long b = finite(format);
            long product = multiply(format, a, b, 0, new FloatEnvironment());
            long c =
                    switch (i % 4) {
                        case 0 -> finite(format);
                        case 1 -> finiteOr(format, product ^ format.signBit);
                        default -> format.near(product, random);
                    };
            BigDecimal exact = format.value(a).multiply(format.value(b)).add(format.value(c));
            boolean negative = format.isNegative(a) != format.isNegative(b);
            long sign = negative == format.isNegative(c) ? c & format.signBit : -1;
            check(
                    format,
                    exact,
                    sign,
                    (mode, env) -> multiplyAdd(format, a, b, c, mode, env),
                    a,
                    b,
                    c);
        }
    }

    @ParameterizedTest
    @EnumSource
    void integersAreRounded(ReferenceFormat format) {
        for (int i = 0; i < CASES; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            value += i % 3 == 0 ? Long.MIN_VALUE >>> random.nextInt(64) : 0;
            long integer = value;
            BigDecimal signed = BigDecimal.valueOf(integer);
            BigDecimal unsigned = new BigDecimal(Long.toUnsignedString(integer));
            check(
                    format,
                    signed,
                    0,
                    (mode, env) -> fromSigned(format, integer, mode, env),
                    integer);
            check(
                    format,
                    unsigned,
                    0,
                    (mode, env) -> fromUnsigned(format, integer, mode, env),
                    integer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SINGLE")
    void narrowingRounds(ReferenceFormat single) {
        ReferenceFormat wide = ReferenceFormat.DOUBLE;
        for (int i = 0; i < 2 * CASES; i++) {
            long a =
                    i % 2 == 0
                            ? finite(wide)
                            : wide.near(
                                    FloatConvert.widen(
                                            (int) finite(single), new FloatEnvironment()),
                                    random);
            check(
                    single,
                    wide.value(a),
                    wide.isNegative(a) ? single.signBit : 0,
                    (mode, env) -> Integer.toUnsignedLong(FloatConvert.narrow(a, mode, env)),
                    a);
        }
    }

    @Test
    void narrowingToHalfRounds() {
        ReferenceFormat half = ReferenceFormat.HALF;
        for (int i = 0; i < 2 * CASES; i++) {
            ReferenceFormat from = i % 2 == 0 ? ReferenceFormat.SINGLE : ReferenceFormat.DOUBLE;
            Format format = i % 2 == 0 ? Format.BINARY32 : Format.BINARY64;
            long near =
                    FloatConvert.convert(
                            Format.BINARY16,
                            format,
                            finite(half),
                            Rounding.UP,
                            new FloatEnvironment());
            long a = i % 4 < 2 ? finite(from) : from.near(near, random);
            check(
                    half,
                    from.value(a),
                    from.isNegative(a) ? half.signBit : 0,
                    (mode, env) -> FloatConvert.convert(format, Format.BINARY16, a, mode, env),
                    a);
        }
    }

    /** Checks a result whose exact value has a finite decimal; a zero has {@code zeroSign}. */
    private void check(
            ReferenceFormat format,
            BigDecimal exact,
            long zeroSign,
            Operation operation,
            long... operands) {
        if (exact.signum() != 0) {
            check(format, exact.signum() < 0, exact.abs()::compareTo, operation, operands);
            return;
        }
        for (int mode = 0; mode < MODES; mode++) {
            // -1: a cancellation, whose sign is the mode's.
            long sign = zeroSign != -1 ? zeroSign : mode == 2 ? format.signBit : 0;
            check(new Expected(sign, 0), mode, operation, operands);
        }
    }

    private void check(
            ReferenceFormat format,
            boolean negative,
            Exact exact,
            Operation operation,
            long... operands) {
        for (int mode = 0; mode < MODES; mode++) {
            long hint = operation.apply(mode, new FloatEnvironment());
            check(format.round(negative, exact, hint, mode), mode, operation, operands);
        }
    }

    /** Both with no flag raised before, and with the flag raised that opens the short way. */
    private static void check(Expected expected, int mode, Operation operation, long... operands) {
        for (int before : new int[] {0, FloatFlags.INEXACT}) {
            FloatEnvironment environment = new FloatEnvironment();
            environment.raise(before);
            long bits = operation.apply(mode, environment);
            if (bits != expected.bits() || environment.flags != (expected.flags() | before)) {
                StringBuilder description =
                        new StringBuilder("mode " + mode + ", flags before " + before);
                for (long operand : operands) {
                    description.append(' ').append(Long.toHexString(operand));
                }
                assertThat(new Expected(bits, environment.flags))
                        .as(description.toString())
                        .isEqualTo(new Expected(expected.bits(), expected.flags() | before));
            }
        }
    }

    private long finite(ReferenceFormat format) {
        return format.operand(random);
    }

    private long nonzero(ReferenceFormat format) {
        long bits = finite(format);
        return (bits & ~format.signBit) == 0 ? 1 : bits;
    }

    private long finiteOr(ReferenceFormat format, long bits) {
        return format.isFinite(bits) ? bits : finite(format);
    }

    private static long add(
            ReferenceFormat format, long a, long b, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatAdd.add(Format.BINARY16, a, b, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatAdd.add64(a, b, mode, env)
                : Integer.toUnsignedLong(FloatAdd.add32((int) a, (int) b, mode, env));
    }

    private static long subtract(
            ReferenceFormat format, long a, long b, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatAdd.subtract(Format.BINARY16, a, b, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatAdd.subtract64(a, b, mode, env)
                : Integer.toUnsignedLong(FloatAdd.subtract32((int) a, (int) b, mode, env));
    }

    private static long multiply(
            ReferenceFormat format, long a, long b, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatMultiply.multiply(Format.BINARY16, a, b, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatMultiply.multiply64(a, b, mode, env)
                : Integer.toUnsignedLong(FloatMultiply.multiply32((int) a, (int) b, mode, env));
    }

    private static long divide(
            ReferenceFormat format, long a, long b, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatDivide.divide(Format.BINARY16, a, b, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatDivide.divide64(a, b, mode, env)
                : Integer.toUnsignedLong(FloatDivide.divide32((int) a, (int) b, mode, env));
    }

    private static long squareRoot(ReferenceFormat format, long a, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatSquareRoot.squareRoot(Format.BINARY16, a, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatSquareRoot.squareRoot64(a, mode, env)
                : Integer.toUnsignedLong(FloatSquareRoot.squareRoot32((int) a, mode, env));
    }

    private static long multiplyAdd(
            ReferenceFormat format, long a, long b, long c, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return FloatFusedMultiplyAdd.multiplyAdd(Format.BINARY16, a, b, c, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? FloatFusedMultiplyAdd.multiplyAdd64(a, b, c, mode, env)
                : Integer.toUnsignedLong(
                        FloatFusedMultiplyAdd.multiplyAdd32((int) a, (int) b, (int) c, mode, env));
    }

    private static long fromSigned(
            ReferenceFormat format, long value, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return IntegerToFloat.signed(Format.BINARY16, value, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? IntegerToFloat.signed64(value, mode, env)
                : Integer.toUnsignedLong(IntegerToFloat.signed32(value, mode, env));
    }

    private static long fromUnsigned(
            ReferenceFormat format, long value, int mode, FloatEnvironment env) {
        if (format == ReferenceFormat.HALF) {
            return IntegerToFloat.unsigned(Format.BINARY16, value, mode, env);
        }
        return format == ReferenceFormat.DOUBLE
                ? IntegerToFloat.unsigned64(value, mode, env)
                : Integer.toUnsignedLong(IntegerToFloat.unsigned32(value, mode, env));
    }
}
