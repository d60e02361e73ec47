package dev.slat.riscv.vector;

import dev.slat.riscv.fp.FloatEnvironment;

import org.jspecify.annotations.Nullable;

/** A vector unit of VLEN = 128 without a hart: everything is on, and no memory answers. */
final class TestUnit implements VectorEnvironment {
    /** What stands for the illegal-instruction trap. */
    static final class Illegal extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final long[] x = new long[33];
    final FloatEnvironment fcsr = new FloatEnvironment();
    final VectorUnit unit = new VectorUnit(128, this, new long[32], fcsr);
    boolean floatOff;

    /** Sets type and length; {@code lmul} is a binary logarithm. */
    TestUnit type(int sew, int lmul, int length) {
        run(VectorCode.vsetivli(0, length, VectorCode.type(sew, lmul)));
        return this;
    }

    void run(int word) {
        VectorInstruction instruction = decode(word);
        if (instruction == null) {
            throw new Illegal();
        }
        instruction.run(unit, x);
    }

    private static @Nullable VectorInstruction decode(int word) {
        return switch (word & 0x7f) {
            case 0x07 -> VectorDecoder.load(word);
            case 0x27 -> VectorDecoder.store(word);
            default -> VectorDecoder.arithmetic(word);
        };
    }

    boolean isLegal(int word) {
        try {
            run(word);
            return true;
        } catch (Illegal e) {
            return false;
        } catch (UnsupportedOperationException memory) {
            return true;
        }
    }

    void set(int register, long... elements) {
        for (int i = 0; i < elements.length; i++) {
            unit.registers.set(unit.type.sew(), register, i, elements[i]);
        }
    }

    long[] get(int register, int count) {
        return get(unit.type.sew(), register, count);
    }

    long[] get(int eew, int register, int count) {
        long[] elements = new long[count];
        for (int i = 0; i < count; i++) {
            elements[i] = unit.registers.get(eew, register, i);
        }
        return elements;
    }

    @Override
    public long load(long address, int size) {
        throw new UnsupportedOperationException("memory");
    }

    @Override
    public boolean isLoadable(long address, int size) {
        return false;
    }

    @Override
    public boolean isLongMapped(long address, boolean store) {
        return false;
    }

    @Override
    public void store(long address, int size, long value) {
        throw new UnsupportedOperationException("memory");
    }

    @Override
    public RuntimeException illegalInstruction() {
        return new Illegal();
    }

    @Override
    public void requireVector() {}

    @Override
    public void markVectorDirty() {}

    @Override
    public void requireFloat() {
        if (floatOff) {
            throw new Illegal();
        }
    }

    @Override
    public void markFloatDirty() {}
}
