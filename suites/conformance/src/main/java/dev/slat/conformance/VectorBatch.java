package dev.slat.conformance;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A7;
import static dev.slat.assembler.Register.T0;
import static dev.slat.assembler.Register.ZERO;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Program;
import dev.slat.assembler.Register;

import java.util.List;

/**
 * One program that runs many sequences of vector instructions, under qemu as a Linux process and on
 * our hart in S-mode, as {@link Batch} does. In both, an instruction that is illegal is skipped: by
 * a handler of SIGILL, or by the trap handler. So what is legal is compared as well.
 */
final class VectorBatch {
    private static final int SIGALTSTACK = 132;
    private static final int RT_SIGACTION = 134;
    private static final int RT_SIGRETURN = 139;
    private static final int SIGILL = 4;

    /** SA_SIGINFO, SA_ONSTACK, SA_NODEFER. */
    private static final long HANDLER_FLAGS = 0x4800_0004L;

    /** From a signal handler's third argument to the pc of what was interrupted. */
    private static final int CONTEXT_PC = 176;

    private static final int STACK = 1 << 16;
    private static final long STATUS = 3 << 13 | 3 << 9;
    private static final int ILLEGAL_INSTRUCTION = 2;

    private static final List<Csr> CSRS =
            List.of(Csr.FCSR, Csr.VL, Csr.VTYPE, Csr.VCSR, Csr.VSTART);

    /** {@code vl8re8.v v0, (t0)} and {@code vs8r.v v0, (t0)}. */
    private static final int LOAD_EIGHT = 0xe282_8007;

    private static final int STORE_EIGHT = 0xe282_8027;

    private final List<VectorSequence> sequences;
    private final VectorLayout layout;
    private final Program program;

    VectorBatch(List<VectorSequence> sequences) {
        this.sequences = List.copyOf(sequences);
        this.layout = sequences.getFirst().layout();
        Assembler code = Assembler.at(Batch.BASE);
        installHandler(code);
        code.label("sequences");
        for (int i = 0; i < sequences.size(); i++) {
            run(code, i, sequences.get(i));
        }
        writeAndExit(code);
        handlers(code);
        data(code);
        program = code.assemble();
    }

    Program program() {
        return program;
    }

    long supervisorEntry() {
        return program.address("supervisor");
    }

    /** What the program writes under qemu: the blocks of all sequences. */
    byte[] onQemu() {
        String cpu = "rv64,v=true,vlen=%d,elen=64,vext_spec=v1.0".formatted(layout.length());
        return QemuUser.run(program, Batch.BASE, "-cpu", cpu);
    }

    SlatHart.Ending onSlat() {
        return SlatHart.run(program, supervisorEntry(), layout.isa());
    }

    /** The block of sequence {@code index} in what the program has written. */
    byte[] block(byte[] output, int index) {
        byte[] block = new byte[layout.size()];
        System.arraycopy(output, index * block.length, block, 0, block.length);
        return block;
    }

    private static void installHandler(Assembler code) {
        code.la(A0, "stack").li(A1, 0).li(A7, SIGALTSTACK).ecall();
        code.li(A0, SIGILL).la(A1, "action").li(A2, 0).li(A3, 8).li(A7, RT_SIGACTION).ecall();
    }

    private void run(Assembler code, int index, VectorSequence sequence) {
        code.la(Block.POINTER, "block" + index);
        code.li(T0, VectorLayout.POINTER).add(Block.POINTER, Block.POINTER, T0);
        moveVectors(code, LOAD_EIGHT);
        for (int i = 0; i < CSRS.size(); i++) {
            if (CSRS.get(i) == Csr.FCSR || CSRS.get(i) == Csr.VCSR) {
                code.ld(T0, VectorLayout.control(i), Block.POINTER).csrw(CSRS.get(i), T0);
            }
        }
        for (int i = 0; i < 32; i++) {
            code.fld(FloatRegister.of(i), VectorLayout.floating(i), Block.POINTER);
        }
        for (int i = 1; i <= 30; i++) {
            code.ld(Register.of(i), VectorLayout.general(i), Block.POINTER);
        }
        for (List<Integer> unit : sequence.units()) {
            unit.forEach(word -> code.word(word));
        }
        for (int i = 1; i <= 30; i++) {
            code.sd(Register.of(i), VectorLayout.general(i), Block.POINTER);
        }
        for (int i = 0; i < 32; i++) {
            code.fsd(FloatRegister.of(i), VectorLayout.floating(i), Block.POINTER);
        }
        for (int i = 0; i < CSRS.size(); i++) {
            code.csrr(T0, CSRS.get(i)).sd(T0, VectorLayout.control(i), Block.POINTER);
        }
        code.csrw(Csr.VSTART, ZERO);
        moveVectors(code, STORE_EIGHT);
    }

    private void moveVectors(Assembler code, int word) {
        for (int i = 0; i < 32; i += 8) {
            code.li(T0, layout.vector(i)).add(T0, T0, Block.POINTER).word(word | i << 7);
        }
    }

    private void writeAndExit(Assembler code) {
        code.la(A1, "block0").li(A2, (long) sequences.size() * layout.size());
        code.label("write").li(A0, 1).li(A7, Batch.WRITE).ecall();
        code.add(A1, A1, A0).sub(A2, A2, A0).bnez(A2, "write");
        code.li(A0, 0).li(A7, Batch.EXIT).ecall();
    }

    private static void handlers(Assembler code) {
        code.align(4).label("signal");
        code.ld(T0, CONTEXT_PC, A2).addi(T0, T0, 4).sd(T0, CONTEXT_PC, A2);
        code.li(A7, RT_SIGRETURN).ecall();
        code.align(4).label("trap").csrw(Csr.SSCRATCH, T0).csrr(T0, Csr.SCAUSE);
        code.addi(T0, T0, -ILLEGAL_INSTRUCTION).bnez(T0, "report");
        code.csrr(T0, Csr.SEPC).addi(T0, T0, 4).csrw(Csr.SEPC, T0);
        code.csrr(T0, Csr.SSCRATCH).sret();
        code.label("report").csrr(A0, Csr.SCAUSE).csrr(A1, Csr.SEPC).csrr(A2, Csr.STVAL);
        code.li(A7, Batch.REPORT_TRAP).ecall();
        code.label("supervisor").la(T0, "trap").csrw(Csr.STVEC, T0);
        code.li(T0, STATUS).csrs(Csr.SSTATUS, T0).la(T0, "sequences").jr(T0);
    }

    private void data(Assembler code) {
        code.align(8).label("action").dwordOf("signal").dword(HANDLER_FLAGS, 0);
        code.label("stack").dwordOf("stackBytes").dword(0, STACK);
        code.align(16).label("stackBytes").zero(STACK);
        for (int i = 0; i < sequences.size(); i++) {
            code.label("block" + i).bytes(sequences.get(i).startBytes());
        }
    }
}
