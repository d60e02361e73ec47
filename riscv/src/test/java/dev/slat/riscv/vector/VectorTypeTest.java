package dev.slat.riscv.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types and lengths (vector specification, sections 3.4 and 6). */
class VectorTypeTest {
    private static final int FRACTION_OF_EIGHT = VectorCode.type(8, -3);

    private final TestUnit machine = new TestUnit();

    @ParameterizedTest
    @CsvSource({
        "8, 0, 16",
        "8, 3, 128",
        "8, -3, 2",
        "16, -2, 2",
        "32, -1, 2",
        "64, 0, 2",
        "64, 3, 16",
        "16, -3, 0",
        "32, -2, 0",
        "64, -1, 0"
    })
    void vlmaxFollowsWidthAndGroup(int sew, int lmul, int vlmax) {
        machine.run(VectorCode.vsetvli(1, 0, VectorCode.type(sew, lmul)));
        assertThat(machine.x[1]).isEqualTo(vlmax);
        assertThat(machine.unit.vtype() < 0).isEqualTo(vlmax == 0);
    }

    @Test
    void aReservedTypeSetsNothingButVill() {
        machine.type(8, 0, 5);
        machine.run(VectorCode.vsetivli(1, 3, 4));
        assertThat(machine.unit.vtype()).isEqualTo(Long.MIN_VALUE);
        assertThat(machine.unit.vl()).isZero();
        assertThat(machine.isLegal(VectorCode.op(0, 0, 1, 2, 3))).isFalse();
        assertThat(machine.isLegal(VectorCode.load(8, 1, 1) | 8 << 20)).isTrue();
    }

    @Test
    void typesFromARegisterMayNotHaveMoreBits() {
        machine.x[5] = 1L << 40;
        machine.run(VectorCode.vsetvl(1, 0, 5));
        assertThat(machine.unit.vtype()).isEqualTo(Long.MIN_VALUE);
        machine.x[5] = VectorCode.type(32, 1) | 0xc0;
        machine.run(VectorCode.vsetvl(1, 0, 5));
        assertThat(machine.unit.vtype()).isEqualTo(VectorCode.type(32, 1) | 0xc0);
    }

    @Test
    void theLengthIsWhatIsAskedForUpToVlmax() {
        machine.x[5] = -1;
        machine.run(VectorCode.vsetvli(1, 5, VectorCode.type(8, 0)));
        assertThat(machine.x[1]).isEqualTo(16);
        machine.x[5] = 7;
        machine.run(VectorCode.vsetvli(1, 5, VectorCode.type(8, 0)));
        assertThat(machine.x[1]).isEqualTo(7);
    }

    @Test
    void withoutSourceAndDestinationTheLengthStays() {
        machine.type(8, 0, 2);
        machine.run(VectorCode.vsetvli(0, 0, FRACTION_OF_EIGHT));
        assertThat(machine.unit.vl()).isEqualTo(2);
        assertThat(machine.unit.vtype()).isEqualTo(FRACTION_OF_EIGHT);
    }

    @Test
    void vstartHasTheBitsOfAnIndex() {
        machine.unit.setVstart(0x1ff);
        assertThat(machine.unit.vstart()).isEqualTo(127);
    }
}
