package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.T1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Privileged manual, "Supervisor Cause Register" and "Supervisor Trap Value Register". */
class ExceptionTest {
    private static final long SIE = 1 << 1;
    private static final long SPIE = 1 << 5;
    private static final long SPP = 1 << 8;

    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    /** Bits of 32-bit words that are no instruction of this hart: stval shows them. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                0xffffffffL,
                0x00000007L | 0x4 << 12,
                0x00007003L,
                0x00004023L,
                0x04001013L,
                0x0200101bL,
                0x80000033L,
                0x0000100bL,
                0x00005053L,
                0x30200073L,
                0x7c001073L,
                0x00002063L,
                0x00001067L,
                0x0000402fL,
                0x1010202fL
            })
    void anIllegalInstructionShowsItsBits(long bits) {
        Assembler code = Guest.program();
        long at = code.here();
        Guest.TrapSeen trap = guest.run(Guest.end(code.word((int) bits))).trap();
        assertThat(trap.cause()).isEqualTo(2);
        assertThat(trap.value()).isEqualTo(bits);
        assertThat(trap.epc()).isEqualTo(at);
    }

    /** All zeros, and reserved points of the compressed quadrants. */
    @ParameterizedTest
    @ValueSource(
            ints = {0x0000, 0x0004, 0x9c00, 0x2001, 0x6101, 0x6001, 0x9c79, 0x4002, 0x6002, 0x8002})
    void anIllegalCompressedInstructionShowsItsBits(int bits) {
        Assembler code = Guest.program();
        long at = code.here();
        Guest.TrapSeen trap = guest.run(Guest.end(code.half(bits, 0))).trap();
        assertThat(trap.cause()).isEqualTo(2);
        assertThat(trap.value()).isEqualTo(bits);
        assertThat(trap.epc()).isEqualTo(at);
    }

    @Test
    void ebreakIsABreakpoint() {
        Assembler code = Guest.program();
        long at = code.here();
        Guest.TrapSeen trap = guest.run(Guest.end(code.ebreak())).trap();
        assertThat(trap.cause()).isEqualTo(3);
        assertThat(trap.epc()).isEqualTo(at);
        assertThat(trap.value()).as("either is allowed").isIn(0L, at);
    }

    @ParameterizedTest
    @CsvSource({
        "LR_W, 2, 4",
        "LR_D, 4, 4",
        "AMOADD_W, 2, 6",
        "AMOADD_D, 4, 6",
        "SC_W, 1, 6",
        "SC_D, 4, 6"
    })
    void aMisalignedAtomicTraps(Instruction instruction, int offset, int cause) {
        long address = Guest.RAM + 0x10000 + offset;
        Assembler code = Guest.program().li(T0, address);
        if (instruction.operands().size() == 3) {
            code.emit(instruction, 0, A0.number(), T0.number());
        } else {
            code.emit(instruction, 0, A0.number(), 0, T0.number());
        }
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(cause);
        assertThat(trap.value()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"LD, 5", "SD, 7"})
    void anAccessWhereNothingIsGivesAnAccessFault(Instruction instruction, int cause) {
        Assembler code = Guest.program().li(T0, 0x1000);
        code.emit(instruction, A0.number(), 8, T0.number());
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(cause);
        assertThat(trap.value()).isEqualTo(0x1008);
    }

    @Test
    void aJumpWhereNothingIsGivesAnInstructionAccessFaultThere() {
        Guest.TrapSeen trap = guest.run(Guest.end(Guest.program().li(T0, 0x1000).jr(T0))).trap();
        assertThat(trap.cause()).isEqualTo(1);
        assertThat(trap.epc()).isEqualTo(0x1000);
        assertThat(trap.value()).isEqualTo(0x1000);
    }

    @Test
    void ecallFromUserModeTrapsAndRemembersTheMode() {
        Assembler code = Guest.program().la(T0, "user").csrw(Csr.SEPC, T0);
        code.li(T0, SPP).csrc(Csr.SSTATUS, T0).li(T0, SPIE).csrs(Csr.SSTATUS, T0);
        code.sret().label("user").ecall();
        long at = code.here() - 4;
        Guest.TrapSeen trap = guest.run(code.assemble()).trap();
        assertThat(trap.cause()).isEqualTo(8);
        assertThat(trap.epc()).isEqualTo(at);
        assertThat(trap.value()).isZero();
        // sret moved SPIE to SIE; the trap moved SIE to SPIE and cleared it.
        assertThat(trap.status() & (SPP | SPIE | SIE)).isEqualTo(SPIE);
    }

    @Test
    void sretToSupervisorModeLeavesUserModeAsThePreviousOne() {
        Assembler code = Guest.program().la(T0, "next").csrw(Csr.SEPC, T0);
        code.li(T0, SPP).csrs(Csr.SSTATUS, T0).li(T0, SPIE).csrc(Csr.SSTATUS, T0);
        code.sret().label("next").csrr(A0, Csr.SSTATUS);
        long status = guest.run(Guest.end(code)).get(A0);
        assertThat(status & (SPP | SPIE | SIE)).isEqualTo(SPIE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10200073, 0x12000073, 0x10002573, 0x10001073, 0xc0002573})
    void privilegedInstructionsAreIllegalInUserMode(int bits) {
        Assembler code = Guest.program().la(T0, "user").csrw(Csr.SEPC, T0);
        code.li(T0, SPP).csrc(Csr.SSTATUS, T0).sret().label("user").word(bits);
        Guest.TrapSeen trap = guest.run(code.assemble()).trap();
        assertThat(trap.cause()).isEqualTo(2);
        assertThat(trap.value()).isEqualTo(Integer.toUnsignedLong(bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void scounterenOpensCountersToUserMode(int counter) {
        Assembler code = Guest.program().la(T0, "user").csrw(Csr.SEPC, T0);
        code.csrwi(Csr.SCOUNTEREN, 1 << counter).li(T0, SPP).csrc(Csr.SSTATUS, T0);
        code.sret().label("user").emit(Instruction.CSRRS, A1.number(), 0xc00 + counter, 0);
        code.ecall();
        assertThat(guest.run(code.assemble()).trap().cause()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void floatingPointIsIllegalWhileItIsOff(int kind) {
        Assembler code = Guest.program().li(T0, Guest.FS).csrc(Csr.SSTATUS, T0);
        switch (kind) {
            case 1 -> code.word(Instruction.FADD_D.encode(0, 0, 0, 0));
            case 2 -> code.csrr(A0, Csr.FCSR);
            default -> code.li(T1, Guest.RAM).emit(Instruction.FLD, 0, 0, T1.number());
        }
        assertThat(guest.run(Guest.end(code)).trap().cause()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void aReservedRoundingModeInFrmIsIllegalWhereItIsUsed(int mode) {
        Assembler code = Guest.program().csrwi(Csr.FRM, mode);
        long at = code.here();
        code.word(Instruction.FADD_D.encode(0, 0, 0, 7));
        Guest.TrapSeen trap = guest.run(Guest.end(code)).trap();
        assertThat(trap.cause()).isEqualTo(2);
        assertThat(trap.epc()).isEqualTo(at);
    }

    @Test
    void aTrapLeavesTheDestinationAlone() {
        Assembler code = Guest.program().li(A1, 0x1000).li(T1, 42);
        code.la(T0, "handler").csrw(Csr.STVEC, T0).ld(T1, 0, A1);
        code.align(4).label("handler").mv(A0, T1);
        assertThat(guest.run(Guest.end(code)).get(A0)).isEqualTo(42);
    }
}
