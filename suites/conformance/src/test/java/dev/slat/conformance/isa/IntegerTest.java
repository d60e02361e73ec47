package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.S0;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.T2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Locale;

/** RV64I and RV64M at their corners; unprivileged manual, chapters RV32I, RV64I and M. */
class IntegerTest {
    /** Mnemonic, rs1, rs2, result. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    add,    7fffffffffffffff, 1,                8000000000000000
                    sub,    0,                1,                ffffffffffffffff
                    sub,    8000000000000000, 1,                7fffffffffffffff
                    slt,    8000000000000000, 7fffffffffffffff, 1
                    slt,    1,                1,                0
                    sltu,   8000000000000000, 7fffffffffffffff, 0
                    sltu,   0,                1,                1
                    sll,    1,                3f,               8000000000000000
                    sll,    1,                40,               1
                    sll,    1,                ffffffffffffffff, 8000000000000000
                    srl,    8000000000000000, 3f,               1
                    srl,    8000000000000000, 7f,               1
                    sra,    8000000000000000, 3f,               ffffffffffffffff
                    sra,    4000000000000000, 3f,               0
                    sra,    8000000000000000, 41,               c000000000000000
                    xor,    ff00ff00ff00ff00, ffffffffffffffff, 00ff00ff00ff00ff
                    or,     f0f0,             0f0f,             ffff
                    and,    f0f0,             ff00,             f000
                    addw,   7fffffff,         1,                ffffffff80000000
                    addw,   ffffffff,         1,                0
                    addw,   123456780000000a, 1,                b
                    subw,   80000000,         1,                7fffffff
                    subw,   0,                1,                ffffffffffffffff
                    sllw,   1,                1f,               ffffffff80000000
                    sllw,   1,                20,               1
                    sllw,   ffffffff00000001, 3f,               ffffffff80000000
                    srlw,   ffffffff80000000, 1f,               1
                    srlw,   80000000,         20,               ffffffff80000000
                    srlw,   1234567880000000, 4,                8000000
                    sraw,   80000000,         1f,               ffffffffffffffff
                    sraw,   80000000,         20,               ffffffff80000000
                    sraw,   ffffffff7fffffff, 1f,               0
                    mul,    8000000000000000, ffffffffffffffff, 8000000000000000
                    mul,    100000000,        100000000,        0
                    mulh,   8000000000000000, 8000000000000000, 4000000000000000
                    mulh,   ffffffffffffffff, 1,                ffffffffffffffff
                    mulh,   ffffffffffffffff, ffffffffffffffff, 0
                    mulhu,  ffffffffffffffff, ffffffffffffffff, fffffffffffffffe
                    mulhu,  8000000000000000, 2,                1
                    mulhsu, ffffffffffffffff, ffffffffffffffff, ffffffffffffffff
                    mulhsu, 7fffffffffffffff, ffffffffffffffff, 7ffffffffffffffe
                    mulhsu, 8000000000000000, 8000000000000000, c000000000000000
                    mulw,   80000000,         ffffffffffffffff, ffffffff80000000
                    mulw,   10000,            10000,            0
                    div,    7,                fffffffffffffffe, fffffffffffffffd
                    div,    1,                0,                ffffffffffffffff
                    div,    8000000000000000, ffffffffffffffff, 8000000000000000
                    divu,   1,                0,                ffffffffffffffff
                    divu,   ffffffffffffffff, 2,                7fffffffffffffff
                    divu,   8000000000000000, ffffffffffffffff, 0
                    rem,    7,                fffffffffffffffe, 1
                    rem,    fffffffffffffff9, 2,                ffffffffffffffff
                    rem,    5,                0,                5
                    rem,    8000000000000000, ffffffffffffffff, 0
                    remu,   ffffffffffffffff, 10,               f
                    remu,   5,                0,                5
                    divw,   80000000,         ffffffff,         ffffffff80000000
                    divw,   1,                100000000,        ffffffffffffffff
                    divw,   fffffff9,         2,                fffffffffffffffd
                    divuw,  ffffffff,         1,                ffffffffffffffff
                    divuw,  fffffffe,         2,                7fffffff
                    divuw,  1,                0,                ffffffffffffffff
                    remw,   80000000,         ffffffff,         0
                    remw,   80000001,         0,                ffffffff80000001
                    remw,   fffffff9,         2,                ffffffffffffffff
                    remuw,  80000001,         0,                ffffffff80000001
                    remuw,  ffffffff,         10,               f
                    """)
    void registerWithRegister(String mnemonic, String rs1, String rs2, String result) {
        Assembler code = Guest.program().li(T0, hex(rs1)).li(T1, hex(rs2));
        code.emit(instruction(mnemonic), A0.number(), T0.number(), T1.number());
        assertResult(Guest.end(code), result);
    }

    /** Mnemonic, rs1, immediate (decimal), result. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    addi,  7fffffffffffffff, 1,     8000000000000000
                    addi,  0,                -2048, fffffffffffff800
                    slti,  ffffffffffffffff, 0,     1
                    slti,  0,                -1,    0
                    sltiu, 0,                -1,    1
                    sltiu, ffffffffffffffff, -1,    0
                    sltiu, 0,                1,     1
                    xori,  0f,               -1,    fffffffffffffff0
                    ori,   0,                -2048, fffffffffffff800
                    andi,  ffffffffffffffff, 2047,  7ff
                    slli,  1,                63,    8000000000000000
                    srli,  8000000000000000, 63,    1
                    srai,  8000000000000000, 63,    ffffffffffffffff
                    srai,  8000000000000000, 0,     8000000000000000
                    addiw, 7fffffff,         1,     ffffffff80000000
                    addiw, ffffffff,         0,     ffffffffffffffff
                    addiw, 100000000,        0,     0
                    slliw, 1,                31,    ffffffff80000000
                    srliw, 80000000,         0,     ffffffff80000000
                    srliw, ffffffff80000000, 31,    1
                    sraiw, 80000000,         31,    ffffffffffffffff
                    sraiw, ffffffff00000001, 1,     0
                    """)
    void registerWithImmediate(String mnemonic, String rs1, long immediate, String result) {
        Assembler code = Guest.program().li(T0, hex(rs1));
        code.emit(instruction(mnemonic), A0.number(), T0.number(), immediate);
        assertResult(Guest.end(code), result);
    }

    /** Mnemonic, rs1, rs2, whether the branch is taken. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    beq,  5,                5,                true
                    beq,  5,                100000005,        false
                    bne,  5,                5,                false
                    bne,  5,                100000005,        true
                    blt,  ffffffffffffffff, 0,                true
                    blt,  0,                0,                false
                    blt,  7fffffffffffffff, 8000000000000000, false
                    bge,  0,                ffffffffffffffff, true
                    bge,  8000000000000000, 0,                false
                    bge,  3,                3,                true
                    bltu, ffffffffffffffff, 0,                false
                    bltu, 0,                ffffffffffffffff, true
                    bgeu, ffffffffffffffff, 0,                true
                    bgeu, 7,                7,                true
                    bgeu, 0,                1,                false
                    """)
    void branches(String mnemonic, String rs1, String rs2, boolean taken) {
        Assembler code = Guest.program().li(A0, 1).li(T0, hex(rs1)).li(T1, hex(rs2));
        code.emitTo("taken", instruction(mnemonic), T0.number(), T1.number());
        code.li(A0, 0).label("taken");
        assertResult(Guest.end(code), taken ? "1" : "0");
    }

    @ParameterizedTest
    @CsvSource({"0x80000, ffffffff80000000", "0x7ffff, 7ffff000", "0xfffff, fffffffffffff000"})
    void luiExtendsItsSign(String immediate, String result) {
        assertResult(Guest.end(Guest.program().lui(A0, Long.decode(immediate))), result);
    }

    @ParameterizedTest
    @CsvSource({"0x80000", "0x7ffff", "1", "0"})
    void auipcAddsToItsOwnAddress(String immediate) {
        Assembler code = Guest.program();
        long at = code.here();
        Program program = Guest.end(code.auipc(A0, Long.decode(immediate)));
        assertResult(program, Long.toHexString(at + (int) (Long.decode(immediate) << 12)));
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void jalrClearsBitZeroAndLinksAfterItself(int bit) {
        Assembler code = Guest.program().la(T0, "target");
        long at = code.here();
        code.jalr(T0, bit, T0).li(A0, 99).label("target").mv(A0, T0);
        assertResult(Guest.end(code), Long.toHexString(at + 4));
    }

    @ParameterizedTest
    @CsvSource({"add", "mul", "addw", "sll", "div"})
    void writesToX0AreDropped(String mnemonic) {
        Assembler code = Guest.program().li(T0, 6).li(T1, 3);
        code.emit(instruction(mnemonic), 0, T0.number(), T1.number());
        assertResult(Guest.end(code.emit(Instruction.ADD, A0.number(), 0, 0)), "0");
    }

    /** Mnemonic, offset, result: of the bytes 80 81 … 8f, at any alignment, also across pages. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    lb,  0, ffffffffffffff80
                    lbu, 0, 80
                    lh,  0, ffffffffffff8180
                    lhu, 0, 8180
                    lh,  1, ffffffffffff8281
                    lhu, 7, 8887
                    lw,  0, ffffffff83828180
                    lwu, 0, 83828180
                    lw,  2, ffffffff85848382
                    lwu, 6, 89888786
                    ld,  0, 8786858483828180
                    ld,  1, 8887868584838281
                    ld,  7, 8e8d8c8b8a898887
                    """)
    void loadsOfAnyAlignmentInAndAcrossPages(String mnemonic, long offset, String result) {
        for (long page : new long[] {0, 4096 - 1, 4096 - 3, 4096 - 5, 4096 - 7}) {
            try (Guest guest = new Guest()) {
                long data = Guest.RAM + 0x10000 + page;
                guest.setDword(data, 0x8786_8584_8382_8180L);
                guest.setDword(data + 8, 0x8f8e_8d8c_8b8a_8988L);
                Assembler code = Guest.program().li(T0, data);
                code.emit(instruction(mnemonic), A0.number(), offset, T0.number());
                assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(hex(result));
            }
        }
    }

    /** Mnemonic, offset, the sixteen bytes afterwards, as two doublewords. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    sb, 0, ffffffffffffff88, ffffffffffffffff
                    sb, 7, 88ffffffffffffff, ffffffffffffffff
                    sh, 1, ffffffffff7788ff, ffffffffffffffff
                    sh, 7, 88ffffffffffffff, ffffffffffffff77
                    sw, 0, ffffffff55667788, ffffffffffffffff
                    sw, 6, 7788ffffffffffff, ffffffffffff5566
                    sd, 0, 1122334455667788, ffffffffffffffff
                    sd, 3, 4455667788ffffff, ffffffffff112233
                    """)
    void storesOfAnyAlignmentInAndAcrossPages(
            String mnemonic, long offset, String low, String high) {
        for (long page : new long[] {0, 4096 - 1, 4096 - 4, 4096 - 8}) {
            try (Guest guest = new Guest()) {
                long data = Guest.RAM + 0x10000 + page;
                guest.setDword(data, -1).setDword(data + 8, -1);
                Assembler code = Guest.program().li(T0, data).li(T1, 0x1122_3344_5566_7788L);
                code.emit(instruction(mnemonic), T1.number(), offset, T0.number());
                guest.run(Guest.end(code)).get(T1);
                assertThat(guest.dword(data)).isEqualTo(hex(low));
                assertThat(guest.dword(data + 8)).isEqualTo(hex(high));
            }
        }
    }

    @Test
    void anInstructionMayLieAcrossAPageBorder() {
        Assembler code = Guest.program().li(S0, 7).la(T2, "across").jr(T2);
        code.align(4096).zero(4096 - 2).label("across").add(A0, S0, S0);
        assertResult(Guest.end(code), "e");
    }

    private static void assertResult(Program program, String result) {
        try (Guest guest = new Guest()) {
            assertThat(guest.run(program).get(A0)).as(program::listing).isEqualTo(hex(result));
        }
    }

    private static Instruction instruction(String mnemonic) {
        return Instruction.valueOf(mnemonic.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
