package dev.slat.riscv;

import dev.slat.memory.host.Window;

/**
 * Load-reserved and store-conditional (A).
 *
 * <p>A reservation is the address and the value loaded; the store is a compare-and-set of that
 * value. A hart that stores the same value in between goes unnoticed, which no program that is
 * right on real harts can tell from the store coming before.
 */
final class ReservationOps {
    private ReservationOps() {}

    static final class LrW extends RegisterOp {
        LrW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicLoadAddress(x[rs1], 4);
            long value = Window.getIntVolatile(hva);
            h.reservedAddress = hva;
            h.reservedValue = value;
            h.reservedSize = 4;
            x[rd] = value;
        }
    }

    static final class ScW extends RegisterOp {
        ScW(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 4);
            boolean reserved = h.reservedAddress == hva && h.reservedSize == 4;
            h.reservedAddress = -1;
            boolean stored =
                    reserved && Window.compareAndSetInt(hva, (int) h.reservedValue, (int) x[rs2]);
            x[rd] = stored ? 0 : 1;
        }
    }

    static final class LrD extends RegisterOp {
        LrD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicLoadAddress(x[rs1], 8);
            long value = Window.getLongVolatile(hva);
            h.reservedAddress = hva;
            h.reservedValue = value;
            h.reservedSize = 8;
            x[rd] = value;
        }
    }

    static final class ScD extends RegisterOp {
        ScD(int w) {
            super(w);
        }

        @Override
        void run(Hart h, long[] x) {
            long hva = h.mmu.atomicStoreAddress(x[rs1], 8);
            boolean reserved = h.reservedAddress == hva && h.reservedSize == 8;
            h.reservedAddress = -1;
            boolean stored = reserved && Window.compareAndSetLong(hva, h.reservedValue, x[rs2]);
            x[rd] = stored ? 0 : 1;
        }
    }
}
