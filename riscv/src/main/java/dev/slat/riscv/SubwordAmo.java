package dev.slat.riscv;

import dev.slat.memory.host.Window;

import org.jspecify.annotations.Nullable;

import java.util.function.IntBinaryOperator;

/**
 * Atomic memory operations on bytes and half-words (Zabha): a compare-and-set of the word around.
 * The function gets both values with their signs extended.
 */
final class SubwordAmo extends RegisterOp {
    private final int size;
    private final IntBinaryOperator function;

    private SubwordAmo(int w, IntBinaryOperator function) {
        super(w);
        this.size = 1 << Encoding.funct3(w);
        this.function = function;
    }

    /** The op for AMO with funct3 0 or 1, or null if it is illegal. */
    static @Nullable Op decode(int w) {
        return switch (w >>> 27) {
            case 0x00 -> new SubwordAmo(w, Integer::sum);
            case 0x01 -> new SubwordAmo(w, (old, b) -> b);
            case 0x04 -> new SubwordAmo(w, (old, b) -> old ^ b);
            case 0x08 -> new SubwordAmo(w, (old, b) -> old | b);
            case 0x0c -> new SubwordAmo(w, (old, b) -> old & b);
            case 0x10 -> new SubwordAmo(w, Math::min);
            case 0x14 -> new SubwordAmo(w, Math::max);
            // Sign extension keeps the order of numbers without a sign.
            case 0x18 -> new SubwordAmo(w, (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b);
            case 0x1c -> new SubwordAmo(w, (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b);
            default -> null;
        };
    }

    @Override
    void run(Hart h, long[] x) {
        long hva = h.mmu.atomicStoreAddress(x[rs1], size);
        int shift = 8 * (int) (hva & 3);
        int mask = (1 << (8 * size)) - 1;
        int b = extend((int) x[rs2]);
        int word;
        int old;
        int next;
        do {
            word = Window.getIntVolatile(hva & ~3L);
            old = extend(word >>> shift);
            int value = function.applyAsInt(old, b) & mask;
            next = (word & ~(mask << shift)) | value << shift;
        } while (!Window.compareAndSetInt(hva & ~3L, word, next));
        x[rd] = old;
    }

    private int extend(int value) {
        return size == 1 ? (byte) value : (short) value;
    }
}
