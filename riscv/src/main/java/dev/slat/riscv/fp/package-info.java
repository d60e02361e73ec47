/**
 * IEEE 754-2019 binary32 and binary64 arithmetic as the F and D extensions define it, exact to the
 * bit in the five rounding modes, with flags.
 *
 * <p>Operands and results are raw bits: an {@code int} for binary32, a {@code long} for binary64.
 * Every operation has two ways. The first is the host's own arithmetic, taken only where its result
 * is right and raises nothing that {@code fflags} does not hold yet. Whatever else comes (a
 * directed rounding, a NaN, an overflow, a subnormal result, the first inexact result) goes to code
 * over integers, which is shared by both formats and is the only place where flags are raised by
 * rounding.
 */
@org.jspecify.annotations.NullMarked
package dev.slat.riscv.fp;
