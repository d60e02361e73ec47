package dev.slat.riscv.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.riscv.fp.FloatFlags;
import dev.slat.riscv.fp.Rounding;

import org.junit.jupiter.api.Test;

/** Estimates, and conversions that qemu 7.2 does not run. */
class FloatElementsTest {
    private static final int FVV = 1;
    private static final int CONVERSION = 0x12;
    private static final int UNARY = 0x13;
    private static final int ROOT_ESTIMATE = 4;
    private static final int ESTIMATE = 5;

    private static final double[] VALUES = {
        0,
        -0.0,
        0.5,
        -0.5,
        1.5,
        -1.5,
        2.5,
        127.5,
        -128.5,
        32767.5,
        65535.5,
        -1,
        1e9,
        3e9,
        5e9,
        -5e9,
        1e18,
        1e19,
        1e20,
        -1e20,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private final TestUnit machine = new TestUnit();

    private long single(int selector, float operand) {
        machine.type(32, 0, 1).set(1, Float.floatToRawIntBits(operand));
        machine.run(VectorCode.op(FVV, UNARY, 2, 1, selector));
        return machine.get(2, 1)[0];
    }

    private static long bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    /** The first and the last entries of the manual's tables. */
    @Test
    void estimatesHaveTheirSevenPlaces() {
        int[] reciprocals = {127, 125, 123, 121, 119, 117, 116, 114};
        for (int i = 0; i < reciprocals.length; i++) {
            long expected = bits(0.5f) | (long) reciprocals[i] << 16;
            assertThat(single(ESTIMATE, 1 + i / 128f)).isEqualTo(expected);
        }
        assertThat(single(ESTIMATE, 1 + 127 / 128f)).isEqualTo(bits(0.5f));
        int[] roots = {52, 51, 50, 48, 47, 46, 44, 43};
        for (int i = 0; i < roots.length; i++) {
            long expected = bits(0.5f) | (long) roots[i] << 16;
            assertThat(single(ROOT_ESTIMATE, 2 + i / 32f)).isEqualTo(expected);
        }
        assertThat(single(ROOT_ESTIMATE, 1)).isEqualTo(bits(0.5f) | 127 << 16);
        assertThat(machine.fcsr.flags).isZero();
    }

    @Test
    void theReciprocalOfATinyNumberOverflowsAsTheModeSays() {
        assertThat(single(ESTIMATE, 0x1p-140f)).isEqualTo(bits(Float.POSITIVE_INFINITY));
        assertThat(machine.fcsr.flags).isEqualTo(FloatFlags.OVERFLOW | FloatFlags.INEXACT);
        machine.fcsr.rounding = Rounding.TOWARDS_ZERO;
        assertThat(single(ESTIMATE, -0x1p-140f)).isEqualTo(bits(-Float.MAX_VALUE));
    }

    @Test
    void theReciprocalOfAHugeNumberIsSubnormal() {
        assertThat(single(ESTIMATE, 0x1p127f)).isEqualTo(bits(0x1.fep-128f));
        assertThat(single(ESTIMATE, 0x1p126f)).isEqualTo(bits(0x1.fep-127f));
    }

    @Test
    void estimatesOfZeroAndOfNegativeNumbersRaiseFlags() {
        assertThat(single(ESTIMATE, -0f)).isEqualTo(bits(Float.NEGATIVE_INFINITY));
        assertThat(machine.fcsr.flags).isEqualTo(FloatFlags.DIVIDE_BY_ZERO);
        assertThat(single(ROOT_ESTIMATE, -1)).isEqualTo(0x7fc00000);
        assertThat(machine.fcsr.flags).isEqualTo(FloatFlags.DIVIDE_BY_ZERO | FloatFlags.INVALID);
    }

    @Test
    void conversionsThatCutOffAreThoseOfTheModeThatDoes() {
        for (double value : VALUES) {
            for (int sew = 16; sew <= 64; sew *= 2) {
                // The vs1 field: SINGLE, WIDENING, NARROWING; unsigned and signed.
                for (int shape = 0; shape < 3; shape++) {
                    int source = shape == 2 ? 2 * sew : sew;
                    boolean exists = source >= 32 && source <= 64 && (shape != 1 || sew == 32);
                    if (exists) {
                        cutOff(value, sew, source, shape << 3);
                        cutOff(value, sew, source, shape << 3 | 1);
                    }
                }
            }
        }
    }

    private void cutOff(double value, int sew, int source, int selector) {
        machine.type(sew, 0, 1);
        long bits =
                source == 32
                        ? Float.floatToRawIntBits((float) value)
                        : Double.doubleToRawLongBits(value);
        machine.unit.registers.set(source == 32 ? 2 : 3, 2, 0, bits);
        machine.fcsr.rounding = Rounding.TOWARDS_ZERO;
        machine.fcsr.flags = 0;
        machine.run(VectorCode.op(FVV, CONVERSION, 4, 2, selector));
        long expected = machine.get(3, 4, 1)[0];
        int flags = machine.fcsr.flags;
        machine.fcsr.rounding = Rounding.UP;
        machine.fcsr.flags = 0;
        machine.run(VectorCode.op(FVV, CONVERSION, 4, 2, selector | 6));
        assertThat(machine.get(3, 4, 1)[0]).as("%s", value).isEqualTo(expected);
        assertThat(machine.fcsr.flags).as("%s", value).isEqualTo(flags);
    }

    @Test
    void aReservedBoxReadsAsNan() {
        machine.type(32, 0, 1);
        machine.unit.f[3] = bits(1);
        machine.run(VectorCode.op(5, 0x17, 2, 0, 3));
        assertThat(machine.get(2, 1)).containsExactly(0x7fc00000);
    }
}
