/**
 * The vector extension V 1.0 ("The RISC-V Vector Extension", version 1.0; sections named here are
 * those of that document) with ELEN = 64, a VLEN that the hart chooses, and no half precision.
 *
 * <p>{@link dev.slat.riscv.vector.VectorDecoder} makes a {@link
 * dev.slat.riscv.vector.VectorInstruction} of an encoding; it runs on a {@link
 * dev.slat.riscv.vector.VectorUnit}, the vector state of one hart, and reaches the rest of the hart
 * through a {@link dev.slat.riscv.vector.VectorEnvironment}. What is computed for one element is a
 * {@link dev.slat.riscv.vector.Kernel}; which elements of which registers it is computed for is the
 * instruction's class.
 *
 * <p>Elements that are agnostic, in the tail or masked off, stay undisturbed, which the manual
 * allows (section 3.4.3). An arithmetic instruction with a {@code vstart} other than zero begins
 * there. Registers that are read with two element widths at once, a reserved encoding (section
 * 5.2), are read as they stand.
 */
@org.jspecify.annotations.NullMarked
package dev.slat.riscv.vector;
