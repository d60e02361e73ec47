package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Instruction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zicsr, and the supervisor CSRs of the privileged manual with their WARL fields. */
class CsrTest {
    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    /** CSR, written value, value read back. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    SSTATUS,    ffffffffffffffff, 80000002000c6722
                    SSTATUS,    0,                200000000
                    SIE,        ffffffffffffffff, 222
                    SCOUNTEREN, 7,                7
                    SSCRATCH,   123456789abcdef0, 123456789abcdef0
                    SEPC,       ffffffffffffffff, fffffffffffffffe
                    STVAL,      ffffffffffffffff, ffffffffffffffff
                    SCAUSE,     8000000000000005, 8000000000000005
                    STVEC,      80001001,         80001001
                    STIMECMP,   ffffffffffffffff, ffffffffffffffff
                    SATP,       a000000000080000, 0
                    SATP,       1000000000080000, 0
                    FFLAGS,     ffffffffffffffff, 1f
                    FRM,        ffffffffffffffff, 7
                    FCSR,       ffffffffffffffff, ff
                    """)
    void fieldsKeepOnlyWhatIsLegal(Csr csr, String written, String read) {
        Assembler code = Guest.program().li(T0, hex(written)).csrw(csr, T0).csrr(A0, csr);
        if (csr == Csr.SSTATUS) {
            code.csrwi(Csr.SSTATUS, 0); // interrupts off again
        }
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(hex(read));
    }

    @Test
    void swapSetAndClearReturnTheOldValue() {
        Assembler code = Guest.program().li(T0, 0xf0).csrw(Csr.SSCRATCH, T0);
        code.li(T0, 0x0f).csrrs(T1, Csr.SSCRATCH, T0).slli(A0, T1, 8);
        code.li(T0, 0x3c).csrrc(T1, Csr.SSCRATCH, T0).add(A0, A0, T1).slli(A0, A0, 8);
        code.li(T0, 0x55).csrrw(T1, Csr.SSCRATCH, T0).add(A0, A0, T1).slli(A0, A0, 8);
        code.csrr(T1, Csr.SSCRATCH).add(A0, A0, T1);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(0xf0ffc355L);
    }

    @Test
    void immediateFormsExtendWithZeros() {
        Assembler code = Guest.program().csrwi(Csr.SSCRATCH, 31);
        code.csrrci(A1, Csr.SSCRATCH, 16).csrrsi(A0, Csr.SSCRATCH, 0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(15);
        assertThat(guest.get(A1)).isEqualTo(31);
    }

    @ParameterizedTest
    @EnumSource(names = {"CYCLE", "TIME", "INSTRET"})
    void settingNoBitsOfAReadOnlyRegisterIsARead(Csr csr) {
        guest.setTime(99);
        Assembler code = Guest.program().csrrs(A0, csr, ZERO).csrrci(A1, csr, 0);
        assertThat(guest.run(Guest.end(code)).get(A0)).isPositive();
    }

    /** Even where the value to set is 0: the register number decides. */
    @ParameterizedTest
    @EnumSource(names = {"CSRRW", "CSRRS", "CSRRC"})
    void writingAReadOnlyRegisterIsIllegal(Instruction instruction) {
        Assembler code = Guest.program().li(T0, 0);
        code.emit(instruction, A0.number(), Csr.TIME.address(), T0.number());
        assertThat(guest.run(Guest.end(code)).trap().cause()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"MSTATUS", "MISA", "MEDELEG", "MIE", "MTVEC", "MEPC", "MHARTID"})
    void machineRegistersAreIllegalInSupervisorMode(Csr csr) {
        Assembler code = Guest.program().csrr(A0, csr);
        assertThat(guest.run(Guest.end(code)).trap().cause()).isEqualTo(2);
    }

    @Test
    void aSatpModeThatIsNotThereChangesNothing() {
        PageTable table = PageTable.sv39(guest);
        Assembler code = table.enable(Guest.program(), T0);
        code.li(T0, 10L << 60).csrw(Csr.SATP, T0).csrr(A0, Csr.SATP);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(table.satp(0));
    }

    @Test
    void ofSipOnlyTheSoftwareInterruptCanBeWritten() {
        Assembler code = Guest.program().li(T0, -1).csrw(Csr.SIP, T0).csrr(A0, Csr.SIP);
        code.csrw(Csr.SIP, ZERO).csrr(A1, Csr.SIP);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(2);
        assertThat(guest.get(A1)).isZero();
    }

    @Test
    void instretCountsInstructions() {
        Assembler code = Guest.program().csrr(T0, Csr.INSTRET).nop().nop().csrr(T1, Csr.INSTRET);
        assertThat(guest.run(Guest.end(code.sub(A0, T1, T0))).get(A0)).isEqualTo(3);
    }

    @Test
    void timeIsTheBoardsClock() {
        guest.setTime(123_456);
        assertThat(guest.run(Guest.end(Guest.program().csrr(A0, Csr.TIME))).get(A0))
                .isEqualTo(123_456);
    }

    /** 1 is Initial, 2 Clean, 3 Dirty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void writingAFloatRegisterMakesTheStateDirty(int state) {
        Assembler code = Guest.program().li(T0, Guest.FS).csrc(Csr.SSTATUS, T0);
        code.li(T0, (long) state << 13).csrs(Csr.SSTATUS, T0).csrr(A1, Csr.SSTATUS);
        code.fmvDX(FloatRegister.FA0, ZERO).csrr(A0, Csr.SSTATUS);
        assertThat(guest.run(Guest.end(code)).get(A0) & Guest.FS).isEqualTo(Guest.FS);
        assertThat(guest.get(A0)).as("SD").isNegative();
        assertThat(guest.get(A1) & Guest.FS).isEqualTo((long) state << 13);
        assertThat(guest.get(A1)).as("SD").isPositive();
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
