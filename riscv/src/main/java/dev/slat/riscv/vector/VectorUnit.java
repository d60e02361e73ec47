package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatEnvironment;

/**
 * The vector state of one hart: registers, {@code vtype}, {@code vl}, {@code vstart}, {@code vxrm}
 * and {@code vxsat} (section 3). The hart's own thread.
 */
public final class VectorUnit {
    /** The least VLEN that V allows (section 18.3). */
    public static final int MIN_LENGTH = 128;

    /** The greatest VLEN that V allows (section 2). */
    public static final int MAX_LENGTH = 1 << 16;

    final VectorRegisters registers;
    final VectorEnvironment environment;

    /** The floating-point registers and state, which are the hart's. */
    final long[] f;

    final FloatEnvironment fcsr;

    VectorType type = VectorType.ILLEGAL;
    int vl;

    /** The element to begin with; a memory access counts it up as it goes. */
    int vstart;

    int vxrm;
    boolean vxsat;

    /** SEW in bits. */
    int bits = Byte.SIZE;

    /** All bits of SEW. */
    long ones = 0xff;

    /** The greatest {@code vl} of this type. */
    int vlmax;

    /** How far the memory access that was interrupted last had come. */
    final SegmentProgress progress = new SegmentProgress();

    /**
     * A unit in its reset state.
     *
     * @param length VLEN, bits in a register: a power of two from {@link #MIN_LENGTH} to {@link
     *     #MAX_LENGTH}
     * @param f the hart's 32 floating-point registers, floats NaN-boxed
     * @param fcsr its rounding mode and flags
     */
    public VectorUnit(int length, VectorEnvironment environment, long[] f, FloatEnvironment fcsr) {
        if (length < MIN_LENGTH || length > MAX_LENGTH || Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("VLEN " + length);
        }
        this.registers = new VectorRegisters(length / Byte.SIZE);
        this.environment = environment;
        this.f = f;
        this.fcsr = fcsr;
    }

    /** All registers zero, no type set. */
    public void reset() {
        registers.clear();
        setType(VectorType.ILLEGAL);
        vl = 0;
        vstart = 0;
        vxrm = 0;
        vxsat = false;
        progress.forget();
    }

    void setType(VectorType newType) {
        type = newType;
        bits = Byte.SIZE << newType.sew();
        ones = -1L >>> (Long.SIZE - bits);
        vlmax = newType.elements(registers.length);
    }

    /** An element of SEW without its sign. */
    long unsigned(long element) {
        return element & ones;
    }

    /** The low SEW bits of a scalar, with their sign. */
    long signed(long scalar) {
        return scalar << (Long.SIZE - bits) >> (Long.SIZE - bits);
    }

    /** A trap is taken: whatever segment was under way begins anew. */
    public void forgetProgress() {
        progress.forget();
    }

    /** The bus has done a store that the last instruction left for it. */
    public void storedOnBus() {
        progress.accessDone(this);
    }

    // ---- The CSRs (section 3): values are what instructions read and write.

    /** {@code vstart}. */
    public long vstart() {
        return vstart;
    }

    /** Sets {@code vstart}, which has just the bits that an element's index needs. */
    public void setVstart(long value) {
        vstart = (int) value & (registers.length * Byte.SIZE - 1);
    }

    /** {@code vcsr}: {@code vxrm} in bits 1 and 2, {@code vxsat} in bit 0. */
    public long vcsr() {
        return ((long) vxrm << 1) | (vxsat ? 1 : 0);
    }

    /** Sets {@code vcsr}; bits from 3 up are ignored. */
    public void setVcsr(long value) {
        vxrm = (int) value >> 1 & 3;
        vxsat = (value & 1) != 0;
    }

    /** {@code vl}. */
    public long vl() {
        return vl;
    }

    /** {@code vtype}. */
    public long vtype() {
        return type.bits();
    }

    /** {@code vlenb}: bytes in a register. */
    public long vlenb() {
        return registers.length;
    }
}
