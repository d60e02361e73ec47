package dev.slat.riscv.fp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;

/** Zfa against exact decimals and the manual's tables. */
class ExtraFloatTest {
    private static final int CASES = 5_000;
    private static final RoundingMode[] MODES = {
        RoundingMode.HALF_EVEN,
        RoundingMode.DOWN,
        RoundingMode.FLOOR,
        RoundingMode.CEILING,
        RoundingMode.HALF_UP
    };

    private final SplittableRandom random = new SplittableRandom(0xfa);

    private static Format format(ReferenceFormat reference) {
        return switch (reference) {
            case HALF -> Format.BINARY16;
            case SINGLE -> Format.BINARY32;
            case DOUBLE -> Format.BINARY64;
        };
    }

    @ParameterizedTest
    @EnumSource
    void roundsToTheIntegerThatTheModeSays(ReferenceFormat reference) {
        Format format = format(reference);
        for (int i = 0; i < CASES; i++) {
            long a = reference.operand(random);
            BigDecimal value = reference.value(a);
            for (int mode = 0; mode < MODES.length; mode++) {
                BigDecimal expected = value.setScale(0, MODES[mode]);
                FloatEnvironment environment = new FloatEnvironment();
                long result = FloatRound.roundInexact(format, a, mode, environment);
                assertThat(reference.value(result)).isEqualByComparingTo(expected);
                assertThat(reference.isNegative(result)).isEqualTo(reference.isNegative(a));
                int flags = value.compareTo(expected) == 0 ? 0 : FloatFlags.INEXACT;
                assertThat(environment.flags).isEqualTo(flags);
                FloatEnvironment quiet = new FloatEnvironment();
                assertThat(FloatRound.round(format, a, mode, quiet)).isEqualTo(result);
                assertThat(quiet.flags).isZero();
            }
        }
    }

    @Test
    void convertsModuloTwoToThe32() {
        ReferenceFormat reference = ReferenceFormat.DOUBLE;
        for (int i = 0; i < CASES; i++) {
            long a =
                    i % 2 == 0
                            ? reference.operand(random)
                            : Double.doubleToRawLongBits(
                                    random.nextInt() * Math.scalb(1.0, random.nextInt(-40, 60)));
            BigDecimal value = reference.value(a);
            BigInteger whole = value.toBigInteger();
            FloatEnvironment environment = new FloatEnvironment();
            assertThat(FloatModular.toInt(a, environment)).isEqualTo(whole.intValue());
            boolean fits = whole.bitLength() < 32;
            boolean exact = value.compareTo(new BigDecimal(whole)) == 0;
            int flags = !fits ? FloatFlags.INVALID : exact ? 0 : FloatFlags.INEXACT;
            assertThat(environment.flags).as("%x", a).isEqualTo(flags);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x7ff0000000000000", "0xfff0000000000000", "0x7ff8000000000000"})
    void whatIsNoNumberIsZeroModuloAnythingAndInvalid(String bits) {
        FloatEnvironment environment = new FloatEnvironment();
        long a = Long.parseUnsignedLong(bits.substring(2), 16);
        assertThat(FloatModular.toInt(a, environment)).isZero();
        assertThat(environment.flags).isEqualTo(FloatFlags.INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "0,  -1, bc00, bf800000, bff0000000000000",
        "1,  least normal, 0400, 00800000, 0010000000000000",
        "2,  2^-16, 0100, 37800000, 3ef0000000000000",
        "6,  0.0625, 2c00, 3d800000, 3fb0000000000000",
        "9,  0.3125, 3500, 3ea00000, 3fd4000000000000",
        "19, 1.75, 3f00, 3fe00000, 3ffc000000000000",
        "27, 256, 5c00, 43800000, 4070000000000000",
        "28, 2^15, 7800, 47000000, 40e0000000000000",
        "29, 2^16, 7c00, 47800000, 40f0000000000000",
        "30, infinity, 7c00, 7f800000, 7ff0000000000000",
        "31, NaN, 7e00, 7fc00000, 7ff8000000000000",
    })
    void constantsAreThoseOfTheTable(
            int index, String name, String half, String single, String wide) {
        assertThat(FloatConstants.bits(Format.BINARY16, index))
                .as(name)
                .isEqualTo(Long.parseLong(half, 16));
        assertThat(FloatConstants.bits(Format.BINARY32, index))
                .isEqualTo(Long.parseLong(single, 16));
        assertThat(FloatConstants.bits(Format.BINARY64, index))
                .isEqualTo(Long.parseUnsignedLong(wide, 16));
    }

    @ParameterizedTest
    @EnumSource
    void aNanWinsInMinimumAndLosesInMin(ReferenceFormat reference) {
        Format format = format(reference);
        long quiet = format.canonicalNan;
        long signaling = format.infinity | 1;
        long zero = format.signBit;
        FloatEnvironment environment = new FloatEnvironment();
        assertThat(FloatMinMax.minimum(format, quiet, zero, environment)).isEqualTo(quiet);
        assertThat(FloatMinMax.maximum(format, zero, quiet, environment)).isEqualTo(quiet);
        assertThat(FloatMinMax.min(format, quiet, zero, environment)).isEqualTo(zero);
        assertThat(FloatMinMax.minimum(format, 0, zero, environment)).isEqualTo(zero);
        assertThat(FloatMinMax.maximum(format, zero, 0, environment)).isZero();
        assertThat(environment.flags).isZero();
        assertThat(FloatMinMax.maximum(format, signaling, zero, environment)).isEqualTo(quiet);
        assertThat(environment.flags).isEqualTo(FloatFlags.INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void quietComparisonsRefuseSignalingNansOnly(ReferenceFormat reference) {
        Format format = format(reference);
        FloatEnvironment environment = new FloatEnvironment();
        assertThat(FloatCompare.lessQuiet(format, format.canonicalNan, 0, environment)).isFalse();
        assertThat(FloatCompare.lessOrEqualQuiet(format, 0, format.signBit, environment)).isTrue();
        assertThat(FloatCompare.lessQuiet(format, format.signBit | 1, 0, environment)).isTrue();
        assertThat(environment.flags).isZero();
        FloatCompare.lessOrEqualQuiet(format, 0, format.infinity | 1, environment);
        assertThat(environment.flags).isEqualTo(FloatFlags.INVALID);
    }
}
