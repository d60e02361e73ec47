package dev.slat.riscv.fp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

class FloatToIntegerTest {
    private static final RoundingMode[] MODES = {
        RoundingMode.HALF_EVEN,
        RoundingMode.DOWN,
        RoundingMode.FLOOR,
        RoundingMode.CEILING,
        RoundingMode.HALF_UP
    };

    enum Target {
        W(-(1L << 31), 31),
        WU(0, 32),
        L(Long.MIN_VALUE, 63),
        LU(0, 64);

        final BigInteger least;
        final BigInteger greatest;

        Target(long least, int bits) {
            this.least = BigInteger.valueOf(least);
            greatest = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        }

        long convert(double value, int rounding, FloatEnvironment environment) {
            return switch (this) {
                case W -> FloatToInteger.toInt(value, rounding, environment);
                case WU -> FloatToInteger.toUnsignedInt(value, rounding, environment);
                case L -> FloatToInteger.toLong(value, rounding, environment);
                case LU -> FloatToInteger.toUnsignedLong(value, rounding, environment);
            };
        }

        /** As a register holds it. */
        long register(BigInteger value) {
            return this == WU ? value.intValue() : value.longValue();
        }
    }

    private final RandomGenerator random = new SplittableRandom(0x51a7);

    @ParameterizedTest
    @EnumSource
    void numbersAreRoundedAndClamped(Target target) {
        for (int i = 0; i < 40_000; i++) {
            double value = number(i);
            BigDecimal exact = new BigDecimal(value);
            for (int mode = 0; mode < MODES.length; mode++) {
                BigInteger rounded = exact.setScale(0, MODES[mode]).toBigIntegerExact();
                BigInteger clamped = rounded.min(target.greatest).max(target.least);
                int flags =
                        !clamped.equals(rounded)
                                ? FloatFlags.INVALID
                                : exact.compareTo(new BigDecimal(rounded)) != 0
                                        ? FloatFlags.INEXACT
                                        : 0;
                FloatEnvironment environment = new FloatEnvironment();
                long result = target.convert(value, mode, environment);
                if (result != target.register(clamped) || environment.flags != flags) {
                    assertThat(result + " flags " + environment.flags)
                            .as("%s in mode %d", value, mode)
                            .isEqualTo(target.register(clamped) + " flags " + flags);
                }
            }
        }
    }

    private double number(int i) {
        double magnitude =
                switch (i % 4) {
                    case 0 -> random.nextInt(16) / 4.0;
                    case 1 -> (double) (1L << random.nextInt(63)) * (random.nextBoolean() ? 1 : 2);
                    case 2 -> Math.scalb(random.nextDouble(), random.nextInt(-3, 70));
                    default -> random.nextLong(1L << 34) / 2.0;
                };
        int steps = random.nextInt(-1, 2);
        double moved =
                steps > 0
                        ? Math.nextUp(magnitude)
                        : steps < 0 ? Math.nextDown(magnitude) : magnitude;
        return random.nextBoolean() ? -moved : moved;
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0x1p64, Double.MAX_VALUE})
    void nanAndTooGreatGiveTheUpperEnd(double value) {
        for (Target target : Target.values()) {
            FloatEnvironment environment = new FloatEnvironment();
            assertThat(target.convert(value, Rounding.TOWARDS_ZERO, environment))
                    .isEqualTo(target.register(target.greatest));
            assertThat(environment.flags).isEqualTo(FloatFlags.INVALID);
        }
    }

    @Test
    void negativeInfinityGivesTheLowerEnd() {
        for (Target target : Target.values()) {
            FloatEnvironment environment = new FloatEnvironment();
            assertThat(target.convert(Double.NEGATIVE_INFINITY, Rounding.DOWN, environment))
                    .isEqualTo(target.register(target.least));
            assertThat(environment.flags).isEqualTo(FloatFlags.INVALID);
        }
    }
}
