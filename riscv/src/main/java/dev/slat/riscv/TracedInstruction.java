package dev.slat.riscv;

/**
 * An instruction that a hart has begun: it may have trapped.
 *
 * @param pc its virtual address
 * @param word its bits; of a compressed one the low 16
 * @param privilege 0 (U), 1 (S) or 3 (M)
 */
public record TracedInstruction(long pc, int word, int privilege) {}
