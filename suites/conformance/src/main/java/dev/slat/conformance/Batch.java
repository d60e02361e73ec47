package dev.slat.conformance;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.T0;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;

import java.util.ArrayList;
import java.util.List;

/**
 * One program that runs many sequences: the same bytes at the same addresses, under qemu as a Linux
 * process and on our hart in S-mode. Both end with the system calls write, of all blocks, and exit;
 * our hart starts at {@link #supervisorEntry}, which turns floating point on and has traps reported
 * by an {@code ecall} with a7 = {@link #REPORT_TRAP}.
 */
final class Batch {
    static final long BASE = 0x8000_0000L;

    /** System call numbers of Linux for riscv64. */
    static final int WRITE = 64;

    static final int EXIT = 93;

    /** Ours: a trap with scause in a0, sepc in a1 and stval in a2. */
    static final int REPORT_TRAP = 1000;

    private static final long FS_DIRTY = 3 << 13;
    private static final int PAGE = 4096;

    private final List<Sequence> sequences;
    private final Program program;

    Batch(List<Sequence> sequences) {
        this.sequences = List.copyOf(sequences);
        Assembler code = Assembler.at(BASE);
        for (int i = 0; i < sequences.size(); i++) {
            run(code, i, sequences.get(i));
        }
        writeAndExit(code);
        supervisorEntry(code);
        blocks(code);
        program = code.assemble();
    }

    Program program() {
        return program;
    }

    long entry() {
        return BASE;
    }

    long supervisorEntry() {
        return program.address("supervisor");
    }

    /** The blocks that the program has written, in the order of the sequences. */
    List<Block> blocks(byte[] output) {
        if (output.length != sequences.size() * Block.SIZE) {
            throw new IllegalArgumentException(
                    "%d bytes written for %d sequences".formatted(output.length, sequences.size()));
        }
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            byte[] block = new byte[Block.SIZE];
            System.arraycopy(output, i * Block.SIZE, block, 0, Block.SIZE);
            blocks.add(new Block(block));
        }
        return blocks;
    }

    private static void run(Assembler code, int index, Sequence sequence) {
        code.la(Block.POINTER, "block" + index).addi(Block.POINTER, Block.POINTER, Block.REACH);
        code.ld(T0, Block.offsetOfFcsr(), Block.POINTER).csrw(Csr.FCSR, T0);
        for (int i = 0; i < 32; i++) {
            code.fld(FloatRegister.of(i), Block.offsetOfFloat(i), Block.POINTER);
        }
        for (int i = 1; i <= 30; i++) {
            code.ld(Register.of(i), Block.offsetOf(i), Block.POINTER);
        }
        List<List<Step>> units = sequence.units();
        for (int i = 0; i < units.size(); i++) {
            code.label(unit(index, i));
            for (Step step : units.get(i)) {
                step.assemble(code, unit(index, Math.min(i + step.skip(), units.size())));
            }
        }
        code.label(unit(index, units.size()));
        for (int i = 1; i <= 30; i++) {
            code.sd(Register.of(i), Block.offsetOf(i), Block.POINTER);
        }
        for (int i = 0; i < 32; i++) {
            code.fsd(FloatRegister.of(i), Block.offsetOfFloat(i), Block.POINTER);
        }
        code.csrr(T0, Csr.FCSR).sd(T0, Block.offsetOfFcsr(), Block.POINTER);
    }

    private static String unit(int sequence, int unit) {
        return "s" + sequence + "u" + unit;
    }

    private void writeAndExit(Assembler code) {
        code.la(A1, "block0").li(A2, (long) sequences.size() * Block.SIZE);
        code.label("write").li(A0, 1).li(A7, WRITE).ecall();
        code.add(A1, A1, A0).sub(A2, A2, A0).bnez(A2, "write");
        code.li(A0, 0).li(A7, EXIT).ecall();
    }

    private static void supervisorEntry(Assembler code) {
        code.align(4).label("trap");
        code.csrr(A0, Csr.SCAUSE).csrr(A1, Csr.SEPC).csrr(A2, Csr.STVAL);
        code.li(A7, REPORT_TRAP).ecall();
        code.label("supervisor").la(T0, "trap").csrw(Csr.STVEC, T0);
        code.li(T0, FS_DIRTY).csrs(Csr.SSTATUS, T0).li(T0, BASE).jr(T0);
    }

    /** Every fourth scratch area lies across a page border. */
    private void blocks(Assembler code) {
        code.align(PAGE).zero(PAGE - Block.REACH);
        for (int i = 0; i < sequences.size(); i++) {
            code.label("block" + i).bytes(sequences.get(i).start().bytes());
        }
    }
}
