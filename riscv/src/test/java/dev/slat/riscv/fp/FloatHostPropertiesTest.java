package dev.slat.riscv.fp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Round to nearest even is what Java does, over all bits there are, NaNs made canonical. */
class FloatHostPropertiesTest {
    private static final int NEAREST = Rounding.NEAREST_EVEN;

    private final FloatEnvironment environment = new FloatEnvironment();

    @Property
    void binary64ArithmeticIsJavas(@ForAll long a, @ForAll long b, @ForAll long c) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double z = Double.longBitsToDouble(c);
        assertSame(FloatAdd.add64(a, b, NEAREST, environment), x + y);
        assertSame(FloatAdd.subtract64(a, b, NEAREST, environment), x - y);
        assertSame(FloatMultiply.multiply64(a, b, NEAREST, environment), x * y);
        assertSame(FloatDivide.divide64(a, b, NEAREST, environment), x / y);
        assertSame(FloatSquareRoot.squareRoot64(a, NEAREST, environment), StrictMath.sqrt(x));
        assertSame(
                FloatFusedMultiplyAdd.multiplyAdd64(a, b, c, NEAREST, environment),
                Math.fma(x, y, z));
    }

    @Property
    void binary32ArithmeticIsJavas(@ForAll int a, @ForAll int b, @ForAll int c) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        float z = Float.intBitsToFloat(c);
        assertSame(FloatAdd.add32(a, b, NEAREST, environment), x + y);
        assertSame(FloatAdd.subtract32(a, b, NEAREST, environment), x - y);
        assertSame(FloatMultiply.multiply32(a, b, NEAREST, environment), x * y);
        assertSame(FloatDivide.divide32(a, b, NEAREST, environment), x / y);
        assertSame(
                FloatSquareRoot.squareRoot32(a, NEAREST, environment), (float) StrictMath.sqrt(x));
        assertSame(
                FloatFusedMultiplyAdd.multiplyAdd32(a, b, c, NEAREST, environment),
                Math.fma(x, y, z));
    }

    @Property
    void comparisonIsJavas(@ForAll long a, @ForAll long b) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        assertThat(FloatCompare.equal64(a, b, environment)).isEqualTo(x == y);
        assertThat(FloatCompare.less64(a, b, environment)).isEqualTo(x < y);
        assertThat(FloatCompare.lessOrEqual64(a, b, environment)).isEqualTo(x <= y);
        float v = Float.intBitsToFloat((int) a);
        float w = Float.intBitsToFloat((int) b);
        assertThat(FloatCompare.equal32((int) a, (int) b, environment)).isEqualTo(v == w);
        assertThat(FloatCompare.less32((int) a, (int) b, environment)).isEqualTo(v < w);
        assertThat(FloatCompare.lessOrEqual32((int) a, (int) b, environment)).isEqualTo(v <= w);
    }

    @Property
    void conversionIsJavas(@ForAll long a) {
        double x = Double.longBitsToDouble(a);
        assertSame(FloatConvert.narrow(a, NEAREST, environment), (float) x);
        assertSame(
                FloatConvert.widen((int) a, environment), (double) Float.intBitsToFloat((int) a));
        assertSame(IntegerToFloat.signed64(a, NEAREST, environment), (double) a);
        assertSame(IntegerToFloat.signed32(a, NEAREST, environment), (float) a);
    }

    private static void assertSame(long bits, double expected) {
        assertThat(bits).isEqualTo(Double.doubleToLongBits(expected));
    }

    private static void assertSame(int bits, float expected) {
        assertThat(bits).isEqualTo(Float.floatToIntBits(expected));
    }
}
