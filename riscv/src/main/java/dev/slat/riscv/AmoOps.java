package dev.slat.riscv;

import dev.slat.memory.host.Window;

/**
 * The atomic memory operations (A). All are sequentially consistent, which aq and rl at most ask
 * for; harts see each as one step.
 */
final class AmoOps {
    private AmoOps() {}

    static final class SwapW extends RegisterOp {
        SwapW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            x[rd] = Window.getAndSetInt(hva, (int) x[rs2]);
        }
    }

    static final class AddW extends RegisterOp {
        AddW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            x[rd] = Window.getAndAddInt(hva, (int) x[rs2]);
        }
    }

    static final class XorW extends RegisterOp {
        XorW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(hva, old, old ^ b));
            x[rd] = old;
        }
    }

    static final class AndW extends RegisterOp {
        AndW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(hva, old, old & b));
            x[rd] = old;
        }
    }

    static final class OrW extends RegisterOp {
        OrW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(hva, old, old | b));
            x[rd] = old;
        }
    }

    static final class MinW extends RegisterOp {
        MinW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(hva, old, Math.min(old, b)));
            x[rd] = old;
        }
    }

    static final class MaxW extends RegisterOp {
        MaxW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(hva, old, Math.max(old, b)));
            x[rd] = old;
        }
    }

    static final class MinuW extends RegisterOp {
        MinuW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(
                    hva, old, Integer.compareUnsigned(old, b) < 0 ? old : b));
            x[rd] = old;
        }
    }

    static final class MaxuW extends RegisterOp {
        MaxuW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            int b = (int) x[rs2];
            int old;
            do {
                old = Window.getIntVolatile(hva);
            } while (!Window.compareAndSetInt(
                    hva, old, Integer.compareUnsigned(old, b) > 0 ? old : b));
            x[rd] = old;
        }
    }

    static final class SwapD extends RegisterOp {
        SwapD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            x[rd] = Window.getAndSetLong(hva, x[rs2]);
        }
    }

    static final class AddD extends RegisterOp {
        AddD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            x[rd] = Window.getAndAddLong(hva, x[rs2]);
        }
    }

    static final class XorD extends RegisterOp {
        XorD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(hva, old, old ^ b));
            x[rd] = old;
        }
    }

    static final class AndD extends RegisterOp {
        AndD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(hva, old, old & b));
            x[rd] = old;
        }
    }

    static final class OrD extends RegisterOp {
        OrD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(hva, old, old | b));
            x[rd] = old;
        }
    }

    static final class MinD extends RegisterOp {
        MinD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(hva, old, Math.min(old, b)));
            x[rd] = old;
        }
    }

    static final class MaxD extends RegisterOp {
        MaxD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(hva, old, Math.max(old, b)));
            x[rd] = old;
        }
    }

    static final class MinuD extends RegisterOp {
        MinuD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(
                    hva, old, Long.compareUnsigned(old, b) < 0 ? old : b));
            x[rd] = old;
        }
    }

    static final class MaxuD extends RegisterOp {
        MaxuD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            long b = x[rs2];
            long old;
            do {
                old = Window.getLongVolatile(hva);
            } while (!Window.compareAndSetLong(
                    hva, old, Long.compareUnsigned(old, b) > 0 ? old : b));
            x[rd] = old;
        }
    }
}
