package dev.slat.assembler;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;

/** A place in the program that waits for the address of a label. */
sealed interface Fixup {
    /** The place's offset in the program. */
    int at();

    /** The label's name. */
    String target();

    /** Writes the place, now that the label's address is known. */
    void apply(ByteBuffer image, long base, long address);

    /** The distance of a branch or jump. */
    record Branch(int at, String target, Instruction instruction, List<Long> operands)
            implements Fixup {
        @Override
        public void apply(ByteBuffer image, long base, long address) {
            LongStream distance = LongStream.of(address - base - at);
            long[] all =
                    LongStream.concat(operands.stream().mapToLong(Long::longValue), distance)
                            .toArray();
            int word = encode(all);
            if (instruction.length() == 2) {
                image.putShort(at, (short) word);
            } else {
                image.putInt(at, word);
            }
        }

        private int encode(long[] all) {
            try {
                return instruction.encode(all);
            } catch (AssemblyException e) {
                throw new AssemblyException("label '" + target + "' is too far: " + e.getMessage());
            }
        }
    }

    /** The pair of {@code auipc} and {@code addi} that makes an address. */
    record Address(int at, String target, Register rd) implements Fixup {
        @Override
        public void apply(ByteBuffer image, long base, long address) {
            long distance = address - base - at;
            // addi takes its 12 bits as signed, so the upper part is rounded to nearest.
            long upper = (distance + 0x800) >> 12;
            long low = distance - (upper << 12);
            if (upper != upper << 44 >> 44) {
                throw new AssemblyException(
                        "label '%s' is too far for la: %d bytes".formatted(target, distance));
            }
            image.putInt(at, Instruction.AUIPC.encode(rd.number(), upper & 0xfffff));
            image.putInt(at + 4, Instruction.ADDI.encode(rd.number(), rd.number(), low));
        }
    }

    /** A doubleword that holds an address. */
    record Pointer(int at, String target) implements Fixup {
        @Override
        public void apply(ByteBuffer image, long base, long address) {
            image.putLong(at, address);
        }
    }
}
