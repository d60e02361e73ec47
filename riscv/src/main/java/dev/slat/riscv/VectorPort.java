package dev.slat.riscv;

import dev.slat.riscv.vector.VectorEnvironment;

/** What a hart's vector unit sees of its hart. */
final class VectorPort implements VectorEnvironment {
    private final Hart hart;

    VectorPort(Hart hart) {
        this.hart = hart;
    }

    @Override
    public long load(long address, int size) {
        return switch (size) {
            case 1 -> hart.mmu.loadByte(address);
            case 2 -> hart.mmu.loadShort(address);
            case 4 -> hart.mmu.loadInt(address);
            default -> hart.mmu.loadLong(address);
        };
    }

    /** What a device would answer does not count: a load ahead must not reach one. */
    @Override
    public boolean isLoadable(long address, int size) {
        try {
            load(address, size);
            return true;
        } catch (Trap | GuestExit notNow) {
            return false;
        }
    }

    @Override
    public void store(long address, int size, long value) {
        switch (size) {
            case 1 -> hart.mmu.storeByte(address, value);
            case 2 -> hart.mmu.storeShort(address, value);
            case 4 -> hart.mmu.storeInt(address, value);
            default -> hart.mmu.storeLong(address, value);
        }
    }

    @Override
    public boolean isLongMapped(long address, boolean store) {
        return store ? hart.mmu.isLongStorable(address) : hart.mmu.isLongLoadable(address);
    }

    @Override
    public RuntimeException illegalInstruction() {
        return hart.illegalInstruction();
    }

    @Override
    public void requireVector() {
        if ((hart.csrs.status & Csrs.VS) == 0) {
            throw hart.illegalInstruction();
        }
    }

    @Override
    public void markVectorDirty() {
        hart.csrs.status |= Csrs.VS;
    }

    @Override
    public void requireFloat() {
        hart.requireFloat();
    }

    @Override
    public void markFloatDirty() {
        hart.markFloatDirty();
    }
}
