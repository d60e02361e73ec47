package dev.slat.riscv;

/**
 * An instruction that a hart has begun: it may have trapped, and one that is begun anew (its page
 * was changing, or it met a watchpoint) is there again.
 *
 * @param pc its virtual address
 * @param word its bits; of a compressed one the low 16
 * @param privilege 0 (U), 1 (S) or 3 (M)
 */
public record TracedInstruction(long pc, int word, int privilege) {}
