package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Operand;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Which extension has which instruction, and those that qemu-user cannot be asked about. */
@Timeout(60)
final class ExtensionTest {
    private static final long CODE = RAM + 0x1000;
    private static final long DATA = RAM + 0x2000;
    private static final long HANDLER = RAM + 0x3000;

    /** Instructions that end a block. */
    private static final Set<String> TERMINATORS =
            Set.of("ZAWRS", "SVINVAL", "ZICSR", "ZIFENCEI", "PRIVILEGED", "RV64I");

    private TestMachine machine = new TestMachine(1 << 20);
    private Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    private static Optional<Extension> extension(Instruction instruction) {
        String name = instruction.extension().name();
        if (name.equals("RV64C")) {
            boolean isFloat = instruction.name().startsWith("C_F");
            return Optional.of(isFloat ? Extension.ZCD : Extension.ZCA);
        }
        return TERMINATORS.contains(name)
                ? Optional.empty()
                : Optional.of(
                        Extension.valueOf(name.startsWith("RV64") ? name.substring(4) : name));
    }

    @ParameterizedTest
    @EnumSource(Instruction.class)
    void isLegalExactlyWhereItsExtensionIsOn(Instruction instruction) {
        extension(instruction)
                .filter(extension -> extension != Extension.ZIHINTPAUSE) // a fence on any hart
                .ifPresent(
                        extension -> {
                            int word = word(instruction);
                            boolean wider = instruction.name().matches("C_F.*|C_[SZ]EXT.*|C_MUL");
                            boolean halfToDouble = instruction.name().matches(".*(D_H|H_D|FA_H)");
                            boolean extra =
                                    instruction.name().matches("F(LI|M..M|R.*|L.Q)_[DH]|FCVTMOD.*");
                            Isa on =
                                    wider || halfToDouble || extra
                                            ? Isa.of(
                                                    extension,
                                                    Extension.D,
                                                    Extension.M,
                                                    Extension.ZFH,
                                                    Extension.ZBA,
                                                    Extension.ZBB)
                                            : Isa.of(extension);
                            assertThat(isLegal(Isa.of(), word)).as("%s off", instruction).isFalse();
                            assertThat(isLegal(on, word)).as("%s on", instruction).isTrue();
                            assertThat(isLegal(without(extension), word))
                                    .as("%s only off", instruction)
                                    .isFalse();
                        });
    }

    /** Everything that works without an extension, and without those that share instructions. */
    private static Isa without(Extension off) {
        Set<Extension> also =
                switch (off) {
                    case ZBB -> EnumSet.of(Extension.ZBKB);
                    case ZBKB -> EnumSet.of(Extension.ZBB);
                    case ZBC -> EnumSet.of(Extension.ZBKC);
                    case ZCD -> EnumSet.of(Extension.D); // C and D have it, too
                    case ZKNE -> EnumSet.of(Extension.ZKND);
                    case ZKND -> EnumSet.of(Extension.ZKNE);
                    default -> EnumSet.noneOf(Extension.class);
                };
        EnumSet<Extension> rest = EnumSet.noneOf(Extension.class);
        for (Extension extension : Extension.values()) {
            Isa isa = Isa.of(extension);
            if (!isa.has(off) && also.stream().noneMatch(isa::has)) {
                rest.add(extension);
            }
        }
        return Isa.of(rest.toArray(Extension[]::new));
    }

    private static boolean isLegal(Isa isa, int word) {
        int whole = Instruction.length(word) == 2 ? new Compressed(isa).expand(word) : word;
        if (whole == Compressed.ILLEGAL) {
            return false;
        }
        int opcode = Encoding.opcode(whole);
        boolean transfer = opcode >= 0x63 && opcode <= 0x6f;
        return transfer || whole == 0x00100073 || new Decoder(isa).decode(whole) != null;
    }

    private static int word(Instruction instruction) {
        long[] operands =
                instruction.operands().stream().mapToLong(ExtensionTest::accepted).toArray();
        return instruction.encode(operands);
    }

    private static long accepted(Operand operand) {
        return LongStream.of(8, 4, 2, 1, 16).filter(operand::accepts).findFirst().orElseThrow();
    }

    private void run(Isa isa, Assembler code) {
        machine.close();
        machine = new TestMachine(1 << 20, isa);
        hart = machine.hart;
        load(Assembler.at(HANDLER).ecall().assemble());
        load(code.ecall().assemble());
        hart.reset(CODE, 0, 0);
        hart.csrs.stvec = HANDLER;
        hart.x[11] = DATA;
        hart.run();
    }

    private void load(Program program) {
        machine.write(program.base(), program.bytes());
    }

    private static Assembler code() {
        return Assembler.at(CODE);
    }

    @Test
    void withoutCompressedInstructionsATransferToHalfAWordIsAnException() {
        run(Isa.of(), code().emit(Instruction.JAL, 1, 6));
        assertThat(hart.csrs.scause).isEqualTo(Cause.FETCH_MISALIGNED);
        assertThat(hart.csrs.sepc).isEqualTo(CODE);
        assertThat(hart.csrs.stval).isEqualTo(CODE + 6);
        assertThat(hart.x[1]).as("no link").isZero();
        assertThat(hart.instructionsRetired()).as("the handler's ecall").isEqualTo(1);
    }

    @Test
    void withoutCompressedInstructionsABranchNotTakenMayHaveAnyTarget() {
        run(Isa.of(), code().emit(Instruction.BNE, 0, 0, 6).li(A0, 5));
        assertThat(hart.x[10]).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "CZERO_EQZ, 7, 0, 0",
        "CZERO_EQZ, 7, 1, 7",
        "CZERO_NEZ, 7, 0, 7",
        "CZERO_NEZ, 7, 4294967296, 0",
    })
    void conditionalZeroLooksAtTheWholeRegister(
            Instruction instruction, long value, long condition, long result) {
        run(Isa.all(), code().li(A1, value).li(A2, condition).emit(instruction, 10, 11, 12));
        assertThat(hart.x[10]).isEqualTo(result);
    }

    @Test
    void mayBeOperationsGiveZeroAndTheirCompressedFormsNothing() {
        run(
                Isa.all(),
                code().li(A0, 1)
                        .li(A2, 3)
                        .emit(Instruction.MOP_R, 31, 10, 12)
                        .emit(Instruction.C_MOP_5));
        assertThat(hart.x[10]).isZero();
        assertThat(hart.x[5]).isZero();
        assertThat(hart.x[12]).isEqualTo(3);
        assertThat(hart.csrs.scause).isZero();
    }

    @Test
    void trailingZerosOfAZeroWordAre32WhateverIsAbove() {
        run(Isa.all(), code().li(A1, 1L << 40).emit(Instruction.CTZW, 10, 11));
        assertThat(hart.x[10]).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({
        "AMOSWAP_B, 0x80, 0x0180, 0xffffff80, 0x807f_80fe",
        "AMOADD_B,  0xff, 2,      0xffffffff, 0x807f_01fe",
        "AMOMAX_B,  0xff, 1,      0xffffffff, 0x807f_01fe",
        "AMOMAXU_B, 0xff, 1,      0xffffffff, 0x807f_fffe",
        "AMOMIN_B,  0xff, 1,      0xffffffff, 0x807f_fffe",
        "AMOMINU_B, 0xff, 1,      0xffffffff, 0x807f_01fe",
        "AMOXOR_B,  0xff, 0x0f,   0xffffffff, 0x807f_f0fe",
        "AMOAND_B,  0xff, 0x0f,   0xffffffff, 0x807f_0ffe",
        "AMOOR_B,   0x01, 0x80,   1,          0x807f_81fe",
    })
    void aByteIsChangedAlone(
            Instruction instruction, String old, String operand, String result, String after) {
        TestMachine before = machine;
        run(
                Isa.all(),
                code().li(Register.T0, 0x807f_00feL | Long.decode(old) << 8)
                        .sw(Register.T0, 0, A1)
                        .li(A2, Long.decode(operand))
                        .addi(A1, A1, 1)
                        .emit(instruction, 0, 10, 12, 11));
        assertThat(machine).isNotSameAs(before);
        long extended = Long.decode(result).intValue();
        assertThat(hart.x[10]).isEqualTo(extended);
        assertThat(machine.load(DATA) & 0xffff_ffffL)
                .isEqualTo(Long.decode(after.replace("_", "")));
    }

    @Test
    void aHalfWordAcrossItsAlignmentTraps() {
        run(Isa.all(), code().addi(A1, A1, 1).emit(Instruction.AMOADD_H, 0, 10, 12, 11));
        assertThat(hart.csrs.scause).isEqualTo(Cause.STORE_MISALIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CBO_INVAL", "CBO_CLEAN", "CBO_FLUSH", "CBO_ZERO"})
    void cacheBlocksFollowTheSwitchesOfBothModes(String name) {
        Instruction instruction = Instruction.valueOf(name);
        long all = 3 << 4 | 1 << 6 | 1 << 7;
        long own =
                switch (instruction) {
                    case CBO_INVAL -> 3 << 4;
                    case CBO_ZERO -> 1 << 7;
                    default -> 1 << 6;
                };
        assertThat(allows(instruction, Privilege.MACHINE, 0, 0)).isTrue();
        assertThat(allows(instruction, Privilege.SUPERVISOR, own, 0)).isTrue();
        assertThat(allows(instruction, Privilege.SUPERVISOR, all & ~own, all)).isFalse();
        assertThat(allows(instruction, Privilege.USER, own, own)).isTrue();
        assertThat(allows(instruction, Privilege.USER, own, all & ~own)).isFalse();
        assertThat(allows(instruction, Privilege.USER, all & ~own, own)).isFalse();
    }

    private boolean allows(Instruction instruction, int privilege, long machineBits, long user) {
        hart.reset(CODE, 0, 0);
        hart.csrs.machine.write(0x30A, machineBits);
        hart.csrs.write(0x10A, user);
        hart.privilege = privilege;
        hart.mmu.updateContext();
        hart.x[11] = DATA;
        Op op = new Decoder(Isa.all()).decode(instruction.encode(11));
        assertThat(op).isNotNull();
        try {
            op.run(hart, hart.x);
            return true;
        } catch (Trap trap) {
            assertThat(hart.trapCause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Instruction.class,
            names = {"WRS_NTO", "WRS_STO", "SFENCE_W_INVAL", "SFENCE_INVAL_IR", "SINVAL_VMA"})
    void waitsAndInvalidationsEnd(Instruction instruction) {
        long[] operands = new long[instruction.operands().size()];
        Assembler code =
                code().emit(Instruction.LR_D, 0, 12, 11).emit(instruction, operands).li(A0, 9);
        run(Isa.all(), code);
        assertThat(hart.x[10]).isEqualTo(9);
        assertThat(hart.csrs.scause).isZero();
        run(Isa.parse("rv64ima"), code().emit(instruction, operands));
        assertThat(hart.csrs.scause).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    }

    /** With TW, a wait that nothing ends is an illegal instruction. */
    private void waitUnderTw(Assembler code) {
        hart.reset(CODE, 0, 0);
        hart.csrs.status |= Csrs.TW;
        hart.csrs.stvec = HANDLER;
        hart.x[11] = DATA;
        load(Assembler.at(HANDLER).ecall().assemble());
        load(code.emit(Instruction.WRS_NTO).ecall().assemble());
        hart.run();
    }

    @Test
    void aBoundedWaitThatNothingEndsIsIllegalUnderTw() {
        waitUnderTw(code().emit(Instruction.LR_W, 0, 12, 11));
        assertThat(hart.csrs.scause).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
        assertThat(hart.csrs.sepc).isEqualTo(CODE + 4);
    }

    @Test
    void aStoreToTheReservationEndsTheWait() {
        waitUnderTw(code().emit(Instruction.LR_W, 0, 12, 11).sw(A1, 0, A1));
        assertThat(hart.csrs.scause).isZero();
    }

    @Test
    void anInterruptThatIsPendingEndsTheWaitEvenIfItIsNotTaken() {
        waitUnderTw(
                code().li(A0, 2)
                        .csrw(Csr.SIE, A0)
                        .csrw(Csr.SIP, A0)
                        .emit(Instruction.LR_W, 0, 12, 11));
        assertThat(hart.csrs.scause).isZero();
    }
}
