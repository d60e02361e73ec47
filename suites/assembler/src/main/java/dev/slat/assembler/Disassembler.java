package dev.slat.assembler;

/** Shows instruction words as assembly text, for failure messages and debugging. */
public final class Disassembler {
    private Disassembler() {}

    /**
     * The text of one instruction, in the syntax of the GNU assembler: {@code addi a0, a1, -1}. A
     * target is written as the distance from the instruction, {@code .+8}. A word that is no
     * instruction is shown as data.
     *
     * @param word the instruction; of a compressed one only the low half counts
     */
    public static String text(int word) {
        return Instruction.decode(word)
                .map(instruction -> instruction.text(word))
                .orElseGet(() -> data(word));
    }

    private static String data(int word) {
        return Instruction.length(word) == 2
                ? ".half 0x%04x".formatted(word & 0xffff)
                : ".word 0x%08x".formatted(word);
    }
}
