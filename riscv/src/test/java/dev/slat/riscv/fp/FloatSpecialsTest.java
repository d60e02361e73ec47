package dev.slat.riscv.fp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zeros, infinities and NaNs, by the tables of IEEE 754-2019 sections 6 and 7. */
class FloatSpecialsTest {
    private static final int NONE = 0;

    private final FloatEnvironment environment = new FloatEnvironment();

    @ParameterizedTest(name = "{0}({1}, {2}, {3}) = {4} {5}")
    @CsvSource({
        "add,  inf,  inf,  -,    inf,  none",
        "add,  inf,  -inf, -,    qnan, invalid",
        "add,  -inf, 1,    -,    -inf, none",
        "add,  1,    inf,  -,    inf,  none",
        "add,  -0,   -0,   -,    -0,   none",
        "add,  0,    -0,   -,    0,    none",
        "add,  1,    -0,   -,    1,    none",
        "add,  qnan, 1,    -,    qnan, none",
        "add,  snan, 1,    -,    qnan, invalid",
        "add,  1,    snan, -,    qnan, invalid",
        "sub,  inf,  inf,  -,    qnan, invalid",
        "sub,  0,    0,    -,    0,    none",
        "sub,  -0,   0,    -,    -0,   none",
        "mul,  inf,  0,    -,    qnan, invalid",
        "mul,  -0,   inf,  -,    qnan, invalid",
        "mul,  inf,  -1,   -,    -inf, none",
        "mul,  -0,   1,    -,    -0,   none",
        "mul,  qnan, snan, -,    qnan, invalid",
        "div,  0,    0,    -,    qnan, invalid",
        "div,  inf,  inf,  -,    qnan, invalid",
        "div,  1,    0,    -,    inf,  divide",
        "div,  1,    -0,   -,    -inf, divide",
        "div,  inf,  0,    -,    inf,  none",
        "div,  qnan, 0,    -,    qnan, none",
        "div,  -1,   inf,  -,    -0,   none",
        "div,  -inf, 1,    -,    -inf, none",
        "div,  -0,   1,    -,    -0,   none",
        "sqrt, -0,   -,    -,    -0,   none",
        "sqrt, inf,  -,    -,    inf,  none",
        "sqrt, -inf, -,    -,    qnan, invalid",
        "sqrt, -1,   -,    -,    qnan, invalid",
        "sqrt, snan, -,    -,    qnan, invalid",
        "sqrt, qnan, -,    -,    qnan, none",
        "fma,  inf,  0,    qnan, qnan, invalid",
        "fma,  0,    inf,  1,    qnan, invalid",
        "fma,  1,    1,    snan, qnan, invalid",
        "fma,  qnan, 1,    1,    qnan, none",
        "fma,  inf,  1,    -inf, qnan, invalid",
        "fma,  inf,  1,    inf,  inf,  none",
        "fma,  1,    1,    -inf, -inf, none",
        "fma,  0,    1,    -0,   0,    none",
        "fma,  -0,   1,    -0,   -0,   none",
        "fma,  1,    1,    -1,   0,    none",
        "fma,  0,    1,    1,    1,    none",
        "min,  -0,   0,    -,    -0,   none",
        "min,  0,    -0,   -,    -0,   none",
        "max,  -0,   0,    -,    0,    none",
        "max,  0,    -0,   -,    0,    none",
        "min,  qnan, 1,    -,    1,    none",
        "max,  1,    qnan, -,    1,    none",
        "min,  snan, 1,    -,    1,    invalid",
        "max,  1,    snan, -,    1,    invalid",
        "max,  qnan, qnan, -,    qnan, none",
        "min,  qnan, snan, -,    qnan, invalid",
        "min,  -inf, 1,    -,    -inf, none",
        "eq,   0,    -0,   -,    yes,  none",
        "eq,   qnan, qnan, -,    no,   none",
        "eq,   1,    snan, -,    no,   invalid",
        "lt,   -0,   0,    -,    no,   none",
        "lt,   -inf, 1,    -,    yes,  none",
        "lt,   qnan, 1,    -,    no,   invalid",
        "lt,   1,    snan, -,    no,   invalid",
        "le,   0,    -0,   -,    yes,  none",
        "le,   1,    qnan, -,    no,   invalid",
    })
    void resultAndFlags(String op, String a, String b, String c, String expected, String flags) {
        assertThat(binary64(op, bits64(a), bits64(b), bits64(c))).isEqualTo(bits64(expected));
        assertThat(environment.flags).isEqualTo(flags(flags));
        environment.flags = NONE;
        assertThat(binary32(op, bits32(a), bits32(b), bits32(c))).isEqualTo(bits32(expected));
        assertThat(environment.flags).isEqualTo(flags(flags));
    }

    @ParameterizedTest(name = "class of {0}")
    @CsvSource({
        "-inf,0", "-1,1", "-sub,2", "-0,3", "0,4", "sub,5", "1,6", "inf,7", "snan,8", "qnan,9"
    })
    void classIsOneBit(String value, int bit) {
        assertThat(FloatClassify.classify64(bits64(value))).isEqualTo(1 << bit);
        assertThat(FloatClassify.classify32(bits32(value))).isEqualTo(1 << bit);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"qnan,none", "snan,invalid", "-inf,none", "-0,none", "1,none"})
    void conversionKeepsSpecials(String value, String flags) {
        assertThat(FloatConvert.widen(bits32(value), environment)).isEqualTo(canonical64(value));
        assertThat(environment.flags).isEqualTo(flags(flags));
        environment.flags = NONE;
        assertThat(FloatConvert.narrow(bits64(value), Rounding.UP, environment))
                .isEqualTo(value.equals("snan") ? 0x7fc0_0000 : bits32(value));
        assertThat(environment.flags).isEqualTo(flags(flags));
    }

    @ParameterizedTest
    @CsvSource({"1,-0", "snan,-1", "-inf,qnan", "-sub,-inf"})
    void signsAreInjectedIntoAnyBits(String value, String sign) {
        long a = bits64(value);
        long b = bits64(sign);
        boolean negative = b < 0;
        assertThat(FloatSign.copy64(a, b))
                .isEqualTo((a & Long.MAX_VALUE) | (negative ? 1L << 63 : 0));
        assertThat(FloatSign.copyNegated64(a, b))
                .isEqualTo((a & Long.MAX_VALUE) | (negative ? 0 : 1L << 63));
        assertThat(FloatSign.exclusiveOr64(a, b)).isEqualTo(negative ? a ^ (1L << 63) : a);
        int v = bits32(value);
        int w = bits32(sign);
        assertThat(FloatSign.copy32(v, w)).isEqualTo((v & ~(1 << 31)) | (negative ? 1 << 31 : 0));
        assertThat(FloatSign.copyNegated32(v, w))
                .isEqualTo((v & ~(1 << 31)) | (negative ? 0 : 1 << 31));
        assertThat(FloatSign.exclusiveOr32(v, w)).isEqualTo(negative ? v ^ (1 << 31) : v);
    }

    @ParameterizedTest
    @CsvSource({
        "0xffffffff3f800000, 0x3f800000",
        "0x3f800000,         0x7fc00000",
        "0xfffffffe3f800000, 0x7fc00000",
        "0xffffffffff800001, 0xff800001",
    })
    void onlyBoxedSinglesAreRead(String register, String expected) {
        int value = (int) (long) Long.decode(expected);
        long bits = Long.parseUnsignedLong(register.substring(2), 16);
        assertThat(NanBox.unbox(bits)).isEqualTo(value);
        assertThat(NanBox.unbox(NanBox.box(value))).isEqualTo(value);
    }

    private long binary64(String op, long a, long b, long c) {
        int nearest = Rounding.NEAREST_EVEN;
        return switch (op) {
            case "add" -> FloatAdd.add64(a, b, nearest, environment);
            case "sub" -> FloatAdd.subtract64(a, b, nearest, environment);
            case "mul" -> FloatMultiply.multiply64(a, b, nearest, environment);
            case "div" -> FloatDivide.divide64(a, b, nearest, environment);
            case "sqrt" -> FloatSquareRoot.squareRoot64(a, nearest, environment);
            case "fma" -> FloatFusedMultiplyAdd.multiplyAdd64(a, b, c, nearest, environment);
            case "min" -> FloatMinMax.min64(a, b, environment);
            case "max" -> FloatMinMax.max64(a, b, environment);
            case "eq" -> FloatCompare.equal64(a, b, environment) ? 1 : 0;
            case "lt" -> FloatCompare.less64(a, b, environment) ? 1 : 0;
            case "le" -> FloatCompare.lessOrEqual64(a, b, environment) ? 1 : 0;
            default -> throw new IllegalArgumentException(op);
        };
    }

    private int binary32(String op, int a, int b, int c) {
        int nearest = Rounding.NEAREST_EVEN;
        return switch (op) {
            case "add" -> FloatAdd.add32(a, b, nearest, environment);
            case "sub" -> FloatAdd.subtract32(a, b, nearest, environment);
            case "mul" -> FloatMultiply.multiply32(a, b, nearest, environment);
            case "div" -> FloatDivide.divide32(a, b, nearest, environment);
            case "sqrt" -> FloatSquareRoot.squareRoot32(a, nearest, environment);
            case "fma" -> FloatFusedMultiplyAdd.multiplyAdd32(a, b, c, nearest, environment);
            case "min" -> FloatMinMax.min32(a, b, environment);
            case "max" -> FloatMinMax.max32(a, b, environment);
            case "eq" -> FloatCompare.equal32(a, b, environment) ? 1 : 0;
            case "lt" -> FloatCompare.less32(a, b, environment) ? 1 : 0;
            case "le" -> FloatCompare.lessOrEqual32(a, b, environment) ? 1 : 0;
            default -> throw new IllegalArgumentException(op);
        };
    }

    private static long canonical64(String value) {
        return value.equals("snan") ? bits64("qnan") : bits64(value);
    }

    private static long bits64(String value) {
        return switch (value) {
            case "qnan" -> 0x7ff8_0000_0000_0000L;
            case "snan" -> 0xfff0_0000_0000_0001L;
            case "sub" -> 1;
            case "-sub" -> 1L << 63 | 1;
            case "yes" -> 1;
            case "no", "-" -> 0;
            default -> Double.doubleToLongBits(number(value));
        };
    }

    private static int bits32(String value) {
        return switch (value) {
            case "qnan" -> 0x7fc0_0000;
            case "snan" -> 0xff80_0001;
            case "sub" -> 1;
            case "-sub" -> 1 << 31 | 1;
            case "yes" -> 1;
            case "no", "-" -> 0;
            default -> Float.floatToIntBits((float) number(value));
        };
    }

    private static double number(String value) {
        return switch (value) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }

    private static int flags(String name) {
        return switch (name) {
            case "none" -> NONE;
            case "invalid" -> FloatFlags.INVALID;
            case "divide" -> FloatFlags.DIVIDE_BY_ZERO;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
