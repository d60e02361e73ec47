package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A4;
import static dev.slat.assembler.Register.T0;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.bus.MmioDevice;
import dev.slat.riscv.vector.VectorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** The vector extension as programs see it: status, CSRs, traps in the middle, devices. */
@Timeout(60)
class VectorInstructionTest {
    private static final long SIZE = 16 << 20;
    private static final long END = RAM + SIZE;
    private static final int INITIAL = 1 << 9;
    private static final int WORDS = VectorCode.type(32, 0);

    /** The number of a1, which the programs use for addresses. */
    private static final int ADDRESS = 11;

    private final TestMachine machine = new TestMachine(SIZE);
    private final Hart hart = machine.hart;
    private final Counting device = new Counting();

    /** A device that counts its loads and keeps the offsets and values of its stores. */
    private static final class Counting implements MmioDevice {
        private final List<Long> stored = new ArrayList<>();
        private long loads;

        @Override
        public long read(long offset, int size) {
            loads++;
            return loads;
        }

        @Override
        public void write(long offset, int size, long value) {
            stored.add(offset << 32 | value);
        }
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** A program that turns vectors on, and ends in an ecall with what a trap has left. */
    private static Assembler program(int status) {
        return Assembler.at(RAM)
                .j("start")
                .align(4)
                .label("trap")
                .csrr(A2, Csr.SCAUSE)
                .csrr(A3, Csr.STVAL)
                .csrr(A4, Csr.SSTATUS)
                .ecall()
                .label("start")
                .la(T0, "trap")
                .csrw(Csr.STVEC, T0)
                .li(T0, status)
                .csrw(Csr.SSTATUS, T0);
    }

    private void run(Assembler code) {
        Program program = code.ecall().assemble();
        machine.write(RAM, program.bytes());
        hart.reset(RAM, 0, 0);
        hart.run();
    }

    private void assertTrap(int cause, long value) {
        assertThat(hart.register(12)).isEqualTo(cause);
        assertThat(hart.register(13)).isEqualTo(value);
    }

    @Test
    void whileVectorsAreOffTheirInstructionsAndRegistersAreIllegal() {
        int word = VectorCode.vsetivli(10, 3, WORDS);
        run(program(0).word(word));
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Integer.toUnsignedLong(word));
        run(program(0).csrr(A0, Csr.VLENB));
        assertThat(hart.register(12)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    }

    @Test
    void aHartWithoutVectorsCannotTurnThemOn() {
        try (TestMachine without = new TestMachine(SIZE, Isa.parse("rv64gc"))) {
            without.hart.csrs.setStatus(0);
            without.hart.csrs.write(0x100, Csrs.VS);
            assertThat(without.hart.csrs.read(0x100) & Csrs.VS).isZero();
        }
    }

    @Test
    void whatWritesVectorStateMakesItDirty() {
        run(program(INITIAL).word(VectorCode.vsetivli(10, 3, WORDS)).csrr(A1, Csr.SSTATUS));
        assertThat(hart.register(10)).isEqualTo(3);
        assertThat(hart.register(11) & Csrs.VS).isEqualTo(Csrs.VS);
        assertThat(hart.register(11)).isNegative();
        run(program(INITIAL).csrwi(Csr.VXRM, 1).csrr(A1, Csr.SSTATUS));
        assertThat(hart.register(11)).isNegative();
    }

    @Test
    void anIllegalInstructionLeavesTheStateClean() {
        int reserved = VectorCode.op(0, 0x3f, 1, 2, 3);
        run(program(INITIAL).word(reserved));
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Integer.toUnsignedLong(reserved));
        int withoutType = VectorCode.op(0, 0, 1, 2, 3);
        run(program(INITIAL).word(withoutType));
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Integer.toUnsignedLong(withoutType));
        assertThat(hart.register(14) & Csrs.VS).isEqualTo(INITIAL);
    }

    @Test
    void registersTellTypeLengthAndModes() {
        run(
                program(INITIAL)
                        .word(VectorCode.vsetivli(0, 3, WORDS | 0xc0))
                        .csrwi(Csr.VXSAT, 1)
                        .csrwi(Csr.VXRM, 2)
                        .csrr(A0, Csr.VCSR)
                        .csrr(A1, Csr.VTYPE)
                        .csrr(A2, Csr.VL)
                        .csrr(A3, Csr.VLENB)
                        .csrr(A4, Csr.VXRM));
        assertThat(hart.register(10)).isEqualTo(5);
        assertThat(hart.register(11)).isEqualTo(WORDS | 0xc0);
        assertThat(hart.register(12)).isEqualTo(3);
        assertThat(hart.register(13)).isEqualTo(16);
        assertThat(hart.register(14)).isEqualTo(2);
    }

    @Test
    void aTrapStopsAtItsElementAndTheInstructionGoesOnThere() {
        machine.store(END - 8, 0x2222_2222_1111_1111L);
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        run(code.li(A1, END - 8).word(VectorCode.load(32, 1, ADDRESS)));
        assertTrap(Cause.LOAD_ACCESS, END);
        assertThat(hart.vector.vstart()).isEqualTo(2);
        run(
                program(INITIAL)
                        .word(VectorCode.vsetivli(0, 4, WORDS))
                        .csrwi(Csr.VSTART, 2)
                        .li(A1, END - 16)
                        .word(VectorCode.store(32, 1, ADDRESS))
                        .csrr(A0, Csr.VSTART));
        assertThat(machine.load(END - 16)).isZero();
        assertThat(machine.load(END - 8)).isZero();
        assertThat(hart.register(10)).isZero();
    }

    /** Bytes go eight at a time where that is not seen; here the page ends in the middle. */
    @Test
    void aRunOfBytesThatLeavesMemoryTrapsAtItsByte() {
        machine.store(END - 16, 0x0807_0605_0403_0201L);
        machine.store(END - 8, 0x100f_0e0d_0c0b_0a09L);
        int bytes = VectorCode.type(8, 1);
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 17, bytes));
        run(code.li(A1, END - 13).word(VectorCode.load(8, 2, ADDRESS)));
        assertTrap(Cause.LOAD_ACCESS, END);
        assertThat(hart.vector.vstart()).isEqualTo(13);
        Assembler again = program(INITIAL).word(VectorCode.vsetivli(0, 13, bytes));
        again.li(A1, END - 13).word(VectorCode.load(8, 2, ADDRESS));
        again.li(A1, RAM + 0x10003).word(VectorCode.store(8, 2, ADDRESS));
        run(again);
        assertThat(machine.load(RAM + 0x10000)).isEqualTo(0x0807_0605_0400_0000L);
        assertThat(machine.load(RAM + 0x10008)).isEqualTo(0x100f_0e0d_0c0b_0a09L);
        assertThat(machine.load(RAM + 0x10010)).isZero();
    }

    @Test
    void aFaultBehindTheFirstElementShortensTheVector() {
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        code.li(A1, END - 12).word(VectorCode.loadFaultOnlyFirst(32, 1, ADDRESS));
        run(code.csrr(A0, Csr.VL));
        assertThat(hart.register(12)).isZero();
        assertThat(hart.register(10)).isEqualTo(3);
        Assembler first = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        run(first.li(A1, END).word(VectorCode.loadFaultOnlyFirst(32, 1, ADDRESS)));
        assertTrap(Cause.LOAD_ACCESS, END);
        assertThat(hart.vector.vl()).isEqualTo(4);
    }

    @Test
    void aLoadAheadDoesNotReachADevice() {
        machine.memory.registerDevice(END, 0x1000, device);
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        code.li(A1, END - 12).word(VectorCode.loadFaultOnlyFirst(32, 1, ADDRESS));
        run(code.csrr(A0, Csr.VL));
        assertThat(hart.register(10)).isEqualTo(3);
        assertThat(device.loads).isZero();
    }

    @Test
    void eachElementOfADeviceIsLoadedOnceAndInOrder() {
        machine.memory.registerDevice(END, 0x1000, device);
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        code.li(A1, END).word(VectorCode.segment(2, VectorCode.load(32, 2, ADDRESS)));
        code.li(A1, RAM + 0x10000).word(VectorCode.store(32, 2, ADDRESS));
        code.li(A1, RAM + 0x10010).word(VectorCode.store(32, 3, ADDRESS));
        run(code);
        assertThat(device.loads).isEqualTo(8);
        assertThat(machine.load(RAM + 0x10000)).isEqualTo(3L << 32 | 1);
        assertThat(machine.load(RAM + 0x10018)).isEqualTo(8L << 32 | 6);
    }

    @Test
    void eachElementIsStoredToADeviceOnceAndInOrder() {
        machine.memory.registerDevice(END, 0x1000, device);
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 2, WORDS));
        code.word(VectorCode.op(3, 0x17, 2, 0, 5)).word(VectorCode.op(3, 0x17, 3, 0, 6));
        code.li(A1, END).word(VectorCode.segment(2, VectorCode.store(32, 2, ADDRESS)));
        run(code.csrr(A0, Csr.VSTART));
        assertThat(device.stored).containsExactly(5L, 4L << 32 | 6, 8L << 32 | 5, 12L << 32 | 6);
        assertThat(hart.register(10)).isZero();
        assertThat(hart.register(12)).isZero();
    }

    @Test
    void aStoreThatNobodyAnswersTrapsAtItsElement() {
        Assembler code = program(INITIAL).word(VectorCode.vsetivli(0, 4, WORDS));
        run(code.li(A1, END - 4).word(VectorCode.store(32, 1, ADDRESS)));
        assertTrap(Cause.STORE_ACCESS, END);
        assertThat(hart.vector.vstart()).isEqualTo(1);
    }
}
