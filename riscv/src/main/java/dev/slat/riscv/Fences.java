package dev.slat.riscv;

import java.lang.invoke.VarHandle;

/** The {@code fence} instruction, as strong as its predecessor and successor sets ask. */
final class Fences {
    private static final int READ = 2;
    private static final int WRITE = 1;

    private Fences() {}

    /**
     * The op for a fence. Device accesses leave guest mode and are ordered with everything, so the
     * I and O bits count as R and W. Only write-to-read order costs an instruction on x86.
     */
    static Op decode(int w) {
        int predecessor = ((w >>> 24) | (w >>> 26)) & 3;
        int successor = ((w >>> 20) | (w >>> 22)) & 3;
        if (predecessor == 0 || successor == 0) {
            return ImmediateOps.Nop.INSTANCE;
        }
        if ((predecessor & WRITE) == 0) {
            return Acquire.INSTANCE;
        }
        return (successor & READ) == 0 ? Release.INSTANCE : Full.INSTANCE;
    }

    /** Orders earlier loads before later loads and stores. */
    private static final class Acquire extends Op {
        static final Acquire INSTANCE = new Acquire();

        @Override
        void run(Hart h, long[] x) {
            VarHandle.acquireFence();
        }
    }

    /** Orders earlier loads and stores before later stores. */
    private static final class Release extends Op {
        static final Release INSTANCE = new Release();

        @Override
        void run(Hart h, long[] x) {
            VarHandle.releaseFence();
        }
    }

    private static final class Full extends Op {
        static final Full INSTANCE = new Full();

        @Override
        void run(Hart h, long[] x) {
            VarHandle.fullFence();
        }
    }
}
