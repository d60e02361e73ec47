package dev.slat.assembler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Builds a RISC-V program, instruction by instruction, in memory.
 *
 * <pre>{@code
 * Program sum = Assembler.at(0x8000_0000L)
 *         .li(A0, 0)
 *         .li(A1, 100)
 *         .label("loop")
 *         .add(A0, A0, A1)
 *         .addi(A1, A1, -1)
 *         .bnez(A1, "loop")
 *         .ecall()
 *         .assemble();
 * }</pre>
 *
 * <p>There is a method for each instruction of RV64IMAFD, Zicsr, Zifencei and S-mode, with the
 * operands in the order of assembly text; compressed instructions, extensions, orderings of atomics
 * and unnamed CSRs go through {@link #emit(Instruction, long...)}. Nothing is ever compressed or
 * relaxed: what is written is what stands in memory. A label may be used before it is placed.
 *
 * <p>Each method returns this assembler and throws {@link AssemblyException} where an operand is
 * out of its range. One thread.
 */
public final class Assembler
        implements IntegerInstructions,
                AtomicInstructions,
                FloatInstructions,
                SystemInstructions,
                PseudoInstructions {
    private final long base;
    private final Map<String, Long> labels = new HashMap<>();
    private final List<Fixup> fixups = new ArrayList<>();
    private ByteBuffer code = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private Assembler(long base) {
        this.base = base;
    }

    /** An empty program that will stand at an address, which must be even. */
    public static Assembler at(long base) {
        if ((base & 1) != 0) {
            throw new AssemblyException("a program cannot start at odd address 0x" + hex(base));
        }
        return new Assembler(base);
    }

    /** The address of what comes next. */
    public long here() {
        return base + code.position();
    }

    /** Names the address of what comes next; each name once. */
    public Assembler label(String name) {
        if (labels.putIfAbsent(name, here()) != null) {
            throw new AssemblyException("label '" + name + "' is placed twice");
        }
        return this;
    }

    @Override
    public Assembler emit(Instruction instruction, long... operands) {
        int word = instruction.encode(operands);
        room(4);
        if (instruction.length() == 2) {
            code.putShort((short) word);
        } else {
            code.putInt(word);
        }
        return this;
    }

    @Override
    public Assembler emitTo(String target, Instruction instruction, long... operands) {
        int at = code.position();
        fixups.add(
                new Fixup.Branch(
                        at, target, instruction, LongStream.of(operands).boxed().toList()));
        room(4);
        code.position(at + instruction.length());
        return this;
    }

    /** Loads the address of a label: always {@code auipc} and {@code addi}, 8 bytes. */
    public Assembler la(Register rd, String target) {
        int at = code.position();
        fixups.add(new Fixup.Address(at, target, rd));
        room(8);
        code.position(at + 8);
        return this;
    }

    /** Places bytes. */
    public Assembler bytes(byte... values) {
        room(values.length);
        code.put(values);
        return this;
    }

    /** Places one byte. */
    public Assembler byteValue(int value) {
        return bytes((byte) value);
    }

    /** Places 16-bit values, at any alignment. */
    public Assembler half(int... values) {
        room(2 * values.length);
        for (int value : values) {
            code.putShort((short) value);
        }
        return this;
    }

    /** Places 32-bit values, at any alignment; also a way to write an instruction by its bits. */
    public Assembler word(int... values) {
        room(4 * values.length);
        for (int value : values) {
            code.putInt(value);
        }
        return this;
    }

    /** Places 64-bit values, at any alignment. */
    public Assembler dword(long... values) {
        room(8 * values.length);
        for (long value : values) {
            code.putLong(value);
        }
        return this;
    }

    /** Places the 64-bit address of a label. */
    public Assembler dwordOf(String target) {
        fixups.add(new Fixup.Pointer(code.position(), target));
        return dword(0);
    }

    /** Places {@code count} zero bytes. */
    public Assembler zero(int count) {
        return bytes(new byte[count]);
    }

    /** Places zero bytes up to the next address that is a multiple of a power of two. */
    public Assembler align(int boundary) {
        if (Integer.bitCount(boundary) != 1 || boundary < 0) {
            throw new AssemblyException("alignment " + boundary + " is not a power of two");
        }
        return zero((int) (-here() & (boundary - 1)));
    }

    /**
     * The finished program.
     *
     * @throws AssemblyException if a label is used but not placed, or too far from its use
     */
    public Program assemble() {
        byte[] bytes = new byte[code.position()];
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        image.put(code.duplicate().flip());
        for (Fixup fixup : fixups) {
            Long address = labels.get(fixup.target());
            if (address == null) {
                throw new AssemblyException(
                        "label '%s', used at 0x%x, is not placed"
                                .formatted(fixup.target(), base + fixup.at()));
            }
            fixup.apply(image, base, address);
        }
        return new Program(base, bytes, labels);
    }

    private void room(int bytes) {
        if (code.remaining() < bytes) {
            int capacity = 2 * code.capacity() + bytes;
            code = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(code.flip());
        }
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
