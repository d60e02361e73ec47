package dev.slat.conformance.vectors;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.T0;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.GuestView;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import java.lang.foreign.MemorySegment;

/**
 * A hart of ours that does single loads and stores. Between two of them it stands in an ecall and
 * keeps its TLBs, so a translation that should have been taken back shows.
 *
 * <p>One thread.
 */
final class SlatVcpu implements HartEnvironment, AutoCloseable {
    private static final int[] LENGTHS = {1, 2, 4, 8};

    /** Behind the program, in its slot of 64 KiB. */
    private static final long SCRATCH = 0x8000;

    private final GuestView view;
    private final Hart hart;
    private final Program program;
    private final long scratch;

    /** Puts its program at {@code gpa}, in a slot that is there, and runs up to the first ecall. */
    SlatVcpu(GuestMemory memory, long gpa) {
        program = program(gpa);
        scratch = gpa + SCRATCH;
        memory.write(gpa, MemorySegment.ofArray(program.bytes()));
        view = memory.attach();
        hart = new Hart(0, view, this);
        hart.reset(gpa, 0, 0);
        hart.run();
    }

    private static Program program(long gpa) {
        Assembler code = Assembler.at(gpa).la(T0, "trap").csrw(Csr.STVEC, T0);
        code.label("next").ecall().jr(A3);
        code.align(4).label("trap").li(A7, 1).j("next");
        for (int length : LENGTHS) {
            load(code.label("read" + length), A0, length).j("next");
            store(code.label("write" + length), A0, length).j("next");
            load(code.label("add" + length), A2, length).add(A2, A2, A0);
            store(code, A2, length).j("next");
        }
        return code.assemble();
    }

    private static Assembler load(Assembler code, Register to, int length) {
        return switch (length) {
            case 1 -> code.lbu(to, 0, A1);
            case 2 -> code.lhu(to, 0, A1);
            case 4 -> code.lwu(to, 0, A1);
            default -> code.ld(to, 0, A1);
        };
    }

    private static Assembler store(Assembler code, Register from, int length) {
        return switch (length) {
            case 1 -> code.sb(from, 0, A1);
            case 2 -> code.sh(from, 0, A1);
            case 4 -> code.sw(from, 0, A1);
            default -> code.sd(from, 0, A1);
        };
    }

    /**
     * Does one access.
     *
     * @param kind read, write or add
     * @return whether it finished; false if it trapped, or the host has no memory for it
     */
    boolean access(String kind, long gpa, int length, long value) {
        hart.setRegister(A0.number(), value);
        hart.setRegister(A1.number(), gpa);
        hart.setRegister(A3.number(), program.address(kind + length));
        hart.setRegister(A7.number(), 0);
        try {
            hart.run();
        } catch (GuestMemoryException e) {
            // The hart stands before the access, as after a KVM_RUN that failed. Have it done
            // elsewhere, so that the hart gets back to its ecall.
            hart.setRegister(A1.number(), scratch);
            hart.run();
            return false;
        }
        return hart.register(A7.number()) == 0;
    }

    /** What the last load gave. */
    long value() {
        return hart.register(A0.number());
    }

    @Override
    public void supervisorCall(Hart caller) {
        caller.stop();
    }

    @Override
    public long time() {
        return 0;
    }

    @Override
    public long timeFrequency() {
        return 10_000_000;
    }

    @Override
    public void close() {
        view.close();
    }
}
