/**
 * Bare test programs: ELF files that run in M-mode, end by {@code tohost} and may leave a
 * signature, as riscv-tests and the architecture tests do.
 */
package dev.slat.conformance.isa;
