package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * Cache-block management and zeroing: Zicbom and Zicboz (unprivileged manual, chapter "CMO").
 * Memory is coherent for every device, so management only checks that the access is allowed.
 * Prefetches (Zicbop) are encoded as instructions without effect.
 */
final class CacheOps {
    private static final int INVALIDATE = 0;
    private static final int CLEAN = 1;
    private static final int FLUSH = 2;
    private static final int ZERO = 4;

    private CacheOps() {}

    /** The op for MISC-MEM with funct3 2, or null if it is illegal. */
    static @Nullable Op decode(Isa isa, int w) {
        if (Encoding.rd(w) != 0) {
            return null;
        }
        return switch (w >>> 20) {
            case INVALIDATE -> isa.has(Extension.ZICBOM) ? new Manage(w, true) : null;
            case CLEAN, FLUSH -> isa.has(Extension.ZICBOM) ? new Manage(w, false) : null;
            case ZERO -> isa.has(Extension.ZICBOZ) ? new Zero(w) : null;
            default -> null;
        };
    }

    private static final class Manage extends RegisterOp {
        private final boolean invalidates;

        Manage(int w, boolean invalidates) {
            super(w);
            this.invalidates = invalidates;
        }

        @Override
        void run(Hart h, long[] x) {
            EnvironmentConfig config = h.csrs.machine.environment();
            boolean allowed =
                    invalidates
                            ? config.allowsInvalidate(h.privilege)
                            : config.allowsClean(h.privilege);
            if (!allowed) {
                throw h.illegalInstruction();
            }
            h.mmu.checkBlock(x[rs1]);
        }
    }

    private static final class Zero extends RegisterOp {
        Zero(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            if (!h.csrs.machine.environment().allowsZero(h.privilege)) {
                throw h.illegalInstruction();
            }
            h.mmu.zeroBlock(x[rs1]);
        }
    }
}
