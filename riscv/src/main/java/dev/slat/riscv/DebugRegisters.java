package dev.slat.riscv;

import java.util.OptionalLong;

/**
 * A hart's registers as its debugger sees them: all of them, whatever the privilege.
 *
 * <p>Threads: while the hart does not run, or its own.
 */
public final class DebugRegisters {
    private static final int FFLAGS = 1;
    private static final int FRM = 2;
    private static final int FCSR = 3;

    /** The highest mode an access to a CSR can ask for. */
    private static final int MACHINE = 3;

    private final Hart hart;

    DebugRegisters(Hart hart) {
        this.hart = hart;
    }

    /** The address of the next instruction. */
    public long pc() {
        return hart.pc;
    }

    /** Has the hart go on elsewhere. Bit 0 counts as zero. */
    public void setPc(long pc) {
        hart.pc = pc & ~1L;
    }

    /** Integer register {@code index}, 0 to 31. */
    public long x(int index) {
        return hart.register(index);
    }

    /** Sets an integer register; {@code x0} stays zero. */
    public void setX(int index, long value) {
        hart.setRegister(index, value);
    }

    /** The raw bits of floating-point register {@code index}, 0 to 31. */
    public long f(int index) {
        return hart.f[index];
    }

    /** Sets the raw bits of a floating-point register. */
    public void setF(int index, long bits) {
        hart.f[index] = bits;
    }

    /** The mode: 0 (U), 1 (S) or 3 (M). */
    public int privilege() {
        return hart.privilege;
    }

    /** A CSR by its number in the ISA, 0 to 4095; empty if the hart has none of that number. */
    public OptionalLong csr(int number) {
        int bits = hart.fcsr.bits();
        OptionalLong ofFloats = // also while floats are off
                switch (number) {
                    case FFLAGS -> OptionalLong.of(bits & 0x1f);
                    case FRM -> OptionalLong.of(bits >>> 5);
                    case FCSR -> OptionalLong.of(bits);
                    default -> OptionalLong.empty();
                };
        if (ofFloats.isPresent()) {
            return ofFloats;
        }
        int mode = hart.privilege;
        hart.privilege = MACHINE;
        try {
            return OptionalLong.of(hart.csrs.read(number));
        } catch (Trap none) {
            return OptionalLong.empty();
        } finally {
            hart.privilege = mode;
        }
    }

    /**
     * Writes a CSR by its WARL rules.
     *
     * @return false if there is none of that number, or it is read-only
     */
    public boolean setCsr(int number, long value) {
        if (number >>> 10 == 3 || csr(number).isEmpty()) {
            return false;
        }
        int bits = hart.fcsr.bits();
        int changed =
                switch (number) {
                    case FFLAGS -> (bits & ~0x1f) | ((int) value & 0x1f);
                    case FRM -> (bits & 0x1f) | (((int) value & 7) << 5);
                    case FCSR -> (int) value & 0xff;
                    default -> -1;
                };
        if (changed >= 0) {
            hart.fcsr.setBits(changed);
            return true;
        }
        int mode = hart.privilege;
        hart.privilege = MACHINE;
        try {
            hart.csrs.write(number, value);
            return true;
        } catch (Trap none) {
            return false;
        } finally {
            hart.privilege = mode;
            hart.mmu.updateContext(); // the write may have taken the mode for the hart's own
        }
    }
}
