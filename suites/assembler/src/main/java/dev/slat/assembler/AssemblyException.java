package dev.slat.assembler;

/**
 * A program that cannot be encoded: an operand out of its range, a label that is missing, doubled
 * or too far away. The message names the instruction, the operand, the value and what is allowed.
 */
public final class AssemblyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    AssemblyException(String message) {
        super(message);
    }
}
