package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.T0;
import static dev.slat.riscv.TestMachine.RAM;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.memory.bus.MmioDevice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Loads and stores across a page border with a device or nothing on one side or on both. */
final class PageCrossingTest {
    private static final long SIZE = 16 << 20;
    private static final long END = RAM + SIZE;

    private final TestMachine machine = new TestMachine(SIZE);
    private final Hart hart = machine.hart;

    /** A device of bytes that keeps the pieces of its stores and counts its loads. */
    private static final class Bytes implements MmioDevice {
        private final byte[] bytes = new byte[0x2000];
        private final List<Long> stored = new ArrayList<>();
        private int loads;

        @Override
        public long read(long offset, int size) {
            loads++;
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (bytes[(int) offset + i] & 0xffL) << (8 * i);
            }
            return value;
        }

        @Override
        public void write(long offset, int size, long value) {
            stored.add(offset);
            for (int i = 0; i < size; i++) {
                bytes[(int) offset + i] = (byte) (value >>> (8 * i));
            }
        }
    }

    private final Bytes device = new Bytes();

    @AfterEach
    void stop() {
        machine.close();
    }

    private void run(Assembler code) {
        Program program = code.ecall().assemble();
        machine.write(program.base(), program.bytes());
        hart.reset(program.base(), 0, 0);
        hart.run();
    }

    /** A program that ends in an ecall with scause in a2 and stval in a3 where it traps. */
    private static Assembler trapping() {
        return Assembler.at(RAM)
                .j("start")
                .align(4)
                .label("trap")
                .csrr(A2, Csr.SCAUSE)
                .csrr(A3, Csr.STVAL)
                .ecall()
                .label("start")
                .la(T0, "trap")
                .csrw(Csr.STVEC, T0);
    }

    @Test
    void theMemoryPartComesFromMemoryAndTheRestFromTheDevice() {
        machine.memory.registerDevice(END, 0x1000, device);
        machine.store(END - 8, 0x1122334455667788L);
        device.write(0, 8, 0xa1a2a3a4a5a6a7a8L);
        run(Assembler.at(RAM).li(A1, END - 3).ld(A0, 0, A1).lw(A2, 1, A1).lhu(A3, 2, A1));
        assertThat(hart.register(10)).isEqualTo(0xa4a5a6a7a8112233L);
        assertThat(hart.register(12)).isEqualTo(0xffffffffa7a81122L);
        assertThat(hart.register(13)).isEqualTo(0xa811);
    }

    @Test
    void aStoreWritesEachPartWhereItBelongsAndOnce() {
        machine.memory.registerDevice(END, 0x1000, device);
        run(Assembler.at(RAM).li(A1, END - 5).li(A0, 0x1122334455667788L).sd(A0, 0, A1));
        assertThat(machine.load(END - 8)).isEqualTo(0x4455667788000000L);
        assertThat(device.read(0, 8)).isEqualTo(0x112233);
        assertThat(device.stored.getFirst()).isZero();
        assertThat(device.stored).doesNotHaveDuplicates();
    }

    @Test
    void aDeviceBelowMemoryGetsTheLowPart() {
        machine.memory.registerDevice(RAM - 0x1000, 0x1000, device);
        machine.store(RAM, 0);
        Assembler code = Assembler.at(RAM + 0x1000);
        code.li(A1, RAM - 2).li(A0, 0x1122334455667788L).sd(A0, 0, A1).ld(A2, 0, A1);
        run(code);
        assertThat(machine.load(RAM)).isEqualTo(0x112233445566L);
        assertThat(device.read(0xffe, 2)).isEqualTo(0x7788);
        assertThat(hart.register(12)).isEqualTo(0x1122334455667788L);
    }

    @Test
    void aDeviceOnBothSidesGetsTwoPieces() {
        machine.memory.registerDevice(END, 0x2000, device);
        Assembler code = Assembler.at(RAM).li(A1, END + 0xffe).li(A0, 0x11223344);
        run(code.sw(A0, 0, A1).lw(A2, 0, A1));
        assertThat(device.stored).containsExactly(0xffeL, 0x1000L);
        assertThat(device.loads).isEqualTo(2);
        assertThat(hart.register(12)).isEqualTo(0x11223344);
    }

    @Test
    void theAccessFaultNamesThePartThatNobodyAnswers() {
        run(trapping().li(A1, END - 4).ld(A0, 0, A1));
        assertThat(hart.register(12)).isEqualTo(Cause.LOAD_ACCESS);
        assertThat(hart.register(13)).isEqualTo(END);
        run(trapping().li(A1, RAM - 4).sd(A0, 0, A1));
        assertThat(hart.register(12)).isEqualTo(Cause.STORE_ACCESS);
        assertThat(hart.register(13)).isEqualTo(RAM - 4);
    }

    @Test
    void theNextLoadDoesNotGetAnAnswerThatIsNotItsOwn() {
        machine.memory.registerDevice(END, 0x2000, device);
        device.write(0xffc, 8, 0x1122334455667788L);
        Assembler code = Assembler.at(RAM).li(A1, END + 0xffc);
        run(code.ld(A0, 0, A1).lw(A2, 0, A1).ld(A3, 0, A1));
        assertThat(hart.register(10)).isEqualTo(0x1122334455667788L);
        assertThat(hart.register(12)).isEqualTo(0x55667788);
        assertThat(hart.register(13)).isEqualTo(0x1122334455667788L);
        assertThat(device.loads).isEqualTo(5);
    }

    @Test
    void aPageFaultOnTheSecondPageComesBeforeTheDeviceIsTouched() {
        machine.memory.registerDevice(END, 0x1000, device);
        long root = RAM + 0x10_0000;
        // One superpage of code and tables; below it a page of the device, then nothing.
        machine.store(root + 8 * (RAM >>> 30), (RAM >>> 12 << 10) | 0xcf);
        machine.store(root, ((root + 0x1000) >>> 12 << 10) | 1);
        machine.store(root + 0x1000, ((root + 0x2000) >>> 12 << 10) | 1);
        machine.store(root + 0x2000 + 8, (END >>> 12 << 10) | 0xc7);
        Assembler code = trapping().li(T0, (8L << 60) | (root >>> 12)).csrw(Csr.SATP, T0);
        run(code.li(A1, 0x1ffc).li(A0, -1).sd(A0, 0, A1));
        assertThat(hart.register(12)).isEqualTo(Cause.STORE_PAGE_FAULT);
        assertThat(hart.register(13)).isEqualTo(0x2000);
        assertThat(device.stored).isEmpty();
    }
}
