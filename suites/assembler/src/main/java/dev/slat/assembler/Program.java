package dev.slat.assembler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** An assembled program: bytes, the address they are meant for, and its labels. Immutable. */
public final class Program {
    private final long base;
    private final byte[] bytes;
    private final Map<String, Long> labels;

    Program(long base, byte[] bytes, Map<String, Long> labels) {
        this.base = base;
        this.bytes = bytes;
        this.labels = Map.copyOf(labels);
    }

    /** The address of the first byte. */
    public long base() {
        return base;
    }

    /** A copy of the bytes, to be placed at {@link #base}. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    /**
     * The address of a label.
     *
     * @throws AssemblyException if there is none of that name
     */
    public long address(String label) {
        Long address = labels.get(label);
        if (address == null) {
            throw new AssemblyException("no label '" + label + "'");
        }
        return address;
    }

    /** Every label with its address. */
    public Map<String, Long> labels() {
        return labels;
    }

    /** Address, bits and text of everything in the program, read as instructions, line by line. */
    public String listing() {
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 2 <= bytes.length; ) {
            int half = image.getShort(at) & 0xffff;
            int length = Math.min(Instruction.length(half), bytes.length - at);
            int word = length == 4 ? image.getInt(at) : half;
            text.append(labelsAt(base + at))
                    .append(
                            "%12x:  %-8s  %s%n"
                                    .formatted(
                                            base + at,
                                            ("%0" + 2 * length + "x").formatted(word),
                                            Disassembler.text(word)));
            at += length;
        }
        return text.toString();
    }

    private String labelsAt(long address) {
        StringBuilder names = new StringBuilder();
        labels.entrySet().stream()
                .filter(entry -> entry.getValue() == address)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(name -> names.append(name).append(':').append(System.lineSeparator()));
        return names.toString();
    }

    @Override
    public String toString() {
        return listing();
    }
}
