package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Instruction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Locale;

/** RV64A on one hart; unprivileged manual, chapter A. */
class AtomicTest {
    private static final long DATA = Guest.RAM + 0x10000;

    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    /** Mnemonic, memory before, rs2, rd afterwards, memory afterwards. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    amoswap.w, 11111111ffffffff, 2,               ffffffffffffffff, 1111111100000002
                    amoadd.w, 111111117fffffff, 1,                7fffffff,         1111111180000000
                    amoadd.w, ffffffff,         1,                ffffffffffffffff, 0
                    amoxor.w, ff00ff00,         ffffffffffffffff, ffffffffff00ff00, 00ff00ff
                    amoand.w, ff00ff00,         f0f0f0f0,         ffffffffff00ff00, f000f000
                    amoor.w,  0f,               f0,               0f,               ff
                    amomin.w, 80000000,         7fffffff,         ffffffff80000000, 80000000
                    amomin.w, 1,                ffffffffffffffff, 1,                ffffffff
                    amomin.w, 1,                100000000,        1,                0
                    amomax.w, 80000000,         7fffffff,         ffffffff80000000, 7fffffff
                    amominu.w, 80000000,         7fffffff,         ffffffff80000000, 7fffffff
                    amominu.w, 1,                ffffffff00000000, 1,                0
                    amomaxu.w, 80000000,         7fffffff,         ffffffff80000000, 80000000
                    amomaxu.w, 1,                ffffffff00000000, 1,                1
                    amoswap.d, ffffffffffffffff, 2,                ffffffffffffffff, 2
                    amoadd.d, 7fffffffffffffff, 1,                7fffffffffffffff, 8000000000000000
                    amoxor.d, ff00ff00,         ffffffffffffffff, ff00ff00,         ffffffff00ff00ff
                    amoand.d, ffffffffffffffff, f0,               ffffffffffffffff, f0
                    amoor.d,  8000000000000000, 1,                8000000000000000, 8000000000000001
                    amomin.d, 8000000000000000, 7fffffffffffffff, 8000000000000000, 8000000000000000
                    amomax.d, 8000000000000000, 7fffffffffffffff, 8000000000000000, 7fffffffffffffff
                    amominu.d, 8000000000000000, 1,                8000000000000000, 1
                    amomaxu.d, 8000000000000000, 1, 8000000000000000, 8000000000000000
                    """)
    void memoryOperations(String mnemonic, String before, String rs2, String rd, String after) {
        guest.setDword(DATA, hex(before));
        Assembler code = Guest.program().li(T0, DATA).li(T1, hex(rs2));
        code.emit(instruction(mnemonic), 3, A0.number(), T1.number(), T0.number());
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(hex(rd));
        assertThat(guest.dword(DATA)).isEqualTo(hex(after));
    }

    @Test
    void theDestinationMayBeEitherSource() {
        guest.setDword(DATA, 5).setDword(DATA + 8, 7);
        Assembler code = Guest.program().li(A0, DATA).li(A1, DATA + 8).li(T1, 1);
        code.amoaddD(A0, T1, A0).mv(T2, A1).li(A1, 2).amoaddD(A1, A1, T2);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(5);
        assertThat(guest.get(A1)).isEqualTo(7);
        assertThat(guest.dword(DATA)).isEqualTo(6);
        assertThat(guest.dword(DATA + 8)).isEqualTo(9);
    }

    @Test
    void loadReservedWordExtendsItsSign() {
        guest.setDword(DATA, 0x80000000L);
        Assembler code = Guest.program().li(T0, DATA).lrW(A0, T0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(-0x80000000L);
    }

    @Test
    void storeConditionalSucceedsOnceAfterLoadReserved() {
        guest.setDword(DATA, 5);
        Assembler code = Guest.program().li(T0, DATA).li(T1, 6).li(T2, 7);
        code.lrD(A4, T0).scD(A0, T1, T0).scD(A1, T2, T0);
        guest.run(Guest.end(code));
        assertThat(guest.get(A4)).isEqualTo(5);
        assertThat(guest.get(A0)).isZero();
        assertThat(guest.get(A1)).isEqualTo(1);
        assertThat(guest.dword(DATA)).isEqualTo(6);
    }

    @Test
    void storeConditionalWithoutLoadReservedFails() {
        guest.setDword(DATA, 5);
        Assembler code = Guest.program().li(T0, DATA).scW(A0, ZERO, T0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(1);
        assertThat(guest.dword(DATA)).isEqualTo(5);
    }

    /** The reservation is far smaller than the distance. */
    @Test
    void storeConditionalToAnotherPlaceFails() {
        guest.setDword(DATA + 0x2000, 5);
        Assembler code = Guest.program().li(T0, DATA).li(T1, DATA + 0x2000).lrD(A4, T0);
        code.scD(A0, ZERO, T1).scD(A1, ZERO, T0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(1);
        assertThat(guest.get(A1)).as("a failed one ends the reservation too").isEqualTo(1);
        assertThat(guest.dword(DATA + 0x2000)).isEqualTo(5);
    }

    private static Instruction instruction(String mnemonic) {
        return Instruction.valueOf(mnemonic.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
