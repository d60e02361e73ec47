package dev.slat.riscv.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few results worked out by hand; the differential runs compare all of them. */
class ArithmeticTest {
    private static final int IVV = 0;
    private static final int MVV = 2;
    private static final int IVI = 3;
    private static final int MVX = 6;

    private final TestUnit machine = new TestUnit().type(8, 0, 4);

    @Test
    void elementsThatAreMaskedOffOrInTheTailStay() {
        machine.set(0, 0b0101);
        machine.set(1, 9, 9, 9, 9, 9);
        machine.set(2, 1, 2, 3, 4, 5);
        machine.run(VectorCode.masked(VectorCode.op(IVI, 0, 1, 2, 10)));
        assertThat(machine.get(1, 5)).containsExactly(11, 9, 13, 9, 9);
    }

    @Test
    void workBeginsAtVstartAndEndsWithItZero() {
        machine.set(1, 9, 9, 9, 9);
        machine.set(2, 1, 2, 3, 4);
        machine.unit.setVstart(2);
        machine.run(VectorCode.op(IVI, 0, 1, 2, 0));
        assertThat(machine.get(1, 4)).containsExactly(9, 9, 3, 4);
        assertThat(machine.unit.vstart()).isZero();
    }

    @Test
    void sumsSaturateAndTellSo() {
        machine.set(1, 100, -100, 1, 0);
        machine.set(2, 100, -100, 1, 0);
        machine.run(VectorCode.op(IVV, 0x21, 3, 1, 2));
        assertThat(machine.get(3, 4)).containsExactly(127, -128, 2, 0);
        assertThat(machine.unit.vcsr() & 1).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 3, -1, 4", "1, 2, -2, 4", "2, 2, -2, 3", "3, 3, -1, 3"})
    void halvesAreRoundedAsVxrmSays(int mode, long half5, long halfMinus3, long averageOf3And4) {
        machine.unit.setVcsr((long) mode << 1);
        machine.set(1, 5, -3);
        machine.run(VectorCode.op(IVI, 0x2b, 3, 1, 1));
        assertThat(machine.get(3, 2)).containsExactly(half5, halfMinus3);
        machine.set(1, 3);
        machine.set(2, 4);
        machine.run(VectorCode.op(MVV, 0x08, 3, 1, 2));
        assertThat(machine.get(3, 1)).containsExactly(averageOf3And4);
    }

    @Test
    void divisionByZeroAndOverflowHaveResults() {
        machine.set(1, 7, -128);
        machine.x[5] = 0;
        machine.run(VectorCode.op(MVX, 0x21, 3, 1, 5));
        machine.run(VectorCode.op(MVX, 0x23, 4, 1, 5));
        assertThat(machine.get(3, 2)).containsExactly(-1, -1);
        assertThat(machine.get(4, 2)).containsExactly(7, -128);
        machine.x[5] = -1;
        machine.run(VectorCode.op(MVX, 0x21, 3, 1, 5));
        assertThat(machine.get(3, 2)).containsExactly(-7, -128);
    }

    @Test
    void wideProductsHaveTwiceTheWidth() {
        machine.set(2, -1, 127, 2, 3);
        machine.x[5] = -1;
        machine.run(VectorCode.op(MVX, 0x38, 4, 2, 5));
        assertThat(machine.get(1, 4, 2)).containsExactly((short) (255 * 255), 127 * 255);
        machine.run(VectorCode.op(MVX, 0x3a, 4, 2, 5));
        assertThat(machine.get(1, 4, 2)).containsExactly(-255, 127 * 255);
    }

    @Test
    void masksAreSearchedAndCounted() {
        machine.type(8, 0, 16);
        machine.set(2, 0b0011_0100, 0b1);
        machine.run(VectorCode.op(MVV, 0x10, 5, 2, 0x10));
        assertThat(machine.x[5]).isEqualTo(4);
        machine.run(VectorCode.op(MVV, 0x10, 5, 2, 0x11));
        assertThat(machine.x[5]).isEqualTo(2);
        machine.run(VectorCode.op(MVV, 0x14, 3, 2, 1));
        assertThat(machine.get(3, 2)).containsExactly(0b011, 0);
        machine.run(VectorCode.op(MVV, 0x14, 3, 2, 0x10));
        assertThat(machine.get(3, 9)).containsExactly(0, 0, 0, 1, 1, 2, 3, 3, 3);
    }

    @Test
    void anEmptyReductionWritesNothing() {
        machine.set(3, 42);
        machine.type(8, 0, 0);
        machine.run(VectorCode.op(MVV, 0, 3, 1, 2));
        assertThat(machine.get(3, 1)).containsExactly(42);
    }
}
