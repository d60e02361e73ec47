package dev.slat.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The registered reader in a few lines: says that it is inside, then reads; the updater unlinks,
 * then looks whether somebody is inside (Dekker).
 */
final class CellModel extends Side {
    /** The reader's store may wait in the store buffer while its loads go ahead. */
    static final Side BROKEN = new CellModel(false);

    /** With a full fence between. */
    static final Side FIXED = new CellModel(true);

    private static final VarHandle CELL;

    static {
        try {
            CELL = MethodHandles.lookup().findVarHandle(CellModel.class, "cell", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean fenced;

    @SuppressWarnings("UnusedVariable") // through CELL
    private int cell;

    private CellModel(boolean fenced) {
        this.fenced = fenced;
    }

    @Override
    Object enter() {
        CELL.setOpaque(this, 1);
        if (fenced) {
            VarHandle.fullFence();
        }
        return this;
    }

    @Override
    void exit(Object section) {
        CELL.setRelease(this, 0);
    }

    @Override
    void synchronize() {
        VarHandle.fullFence();
        while ((int) CELL.getAcquire(this) != 0) {
            Thread.onSpinWait();
        }
    }
}
