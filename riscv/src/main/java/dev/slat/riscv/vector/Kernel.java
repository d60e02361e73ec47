package dev.slat.riscv.vector;

/** What an instruction computes for one element. */
@FunctionalInterface
interface Kernel {
    /**
     * The element's result; what does not fit into the destination is cut off.
     *
     * @param v the unit, for SEW, rounding modes and flags
     * @param a the element of vs2, sign-extended
     * @param b the element of vs1, or the scalar: sign-extended from SEW, an immediate as its
     *     instruction extends it, or a float without its box
     * @param d the third operand, if there is one: the element of vd, or the bit of v0
     */
    long apply(VectorUnit v, long a, long b, long d);
}
