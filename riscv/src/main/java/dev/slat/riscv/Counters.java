package dev.slat.riscv;

/**
 * Cycle, instret and time with who may read them (privileged specification, "Hardware Performance
 * Monitor"; Zicntr). A cycle is an instruction. The 29 event counters exist and stay zero. Hart
 * thread.
 *
 * <p>While an instruction runs, {@code Hart.retired} counts it already. A counter shows the
 * instructions before the one that reads it, and shows a written value to the instruction behind
 * the write.
 */
final class Counters {
    static final int CYCLE = 0;
    static final int TIME = 1;
    static final int INSTRET = 2;

    /** The counters that mcountinhibit can stop. */
    private static final int INHIBITABLE = 1 << CYCLE | 1 << INSTRET;

    /** {@code mcounteren}: what S-mode may read. */
    int forSupervisor;

    /** {@code scounteren}: what U-mode may read, if S-mode may. */
    int forUser;

    private int inhibited;

    /** What a counter has more than the instructions retired; while stopped, its value. */
    private final long[] base = new long[3];

    private final Hart hart;

    Counters(Hart hart) {
        this.hart = hart;
    }

    /** The counts go on, as on a board whose reset leaves them alone. */
    void reset() {
        forSupervisor = 0;
        forUser = 0;
        setInhibited(0);
    }

    /** The user's view of counter {@code index}; throws the illegal-instruction trap. */
    long readForUser(int index) {
        boolean exists = hart.isa.has(index <= INSTRET ? Extension.ZICNTR : Extension.ZIHPM);
        if (!exists || !isVisible(index)) {
            throw hart.illegalInstruction();
        }
        return read(index);
    }

    private boolean isVisible(int index) {
        return switch (hart.privilege) {
            case Privilege.USER -> ((forSupervisor & forUser) >>> index & 1) != 0;
            case Privilege.SUPERVISOR -> isOpenToSupervisor(index);
            default -> true;
        };
    }

    boolean isOpenToSupervisor(int index) {
        return (forSupervisor >>> index & 1) != 0;
    }

    long read(int index) {
        return switch (index) {
            case CYCLE, INSTRET ->
                    isInhibited(index) ? base[index] : hart.retired - 1 + base[index];
            case TIME -> hart.time();
            default -> 0;
        };
    }

    /** Writes mcycle or minstret. */
    void write(int index, long value) {
        base[index] = isInhibited(index) ? value : value - hart.retired;
    }

    int inhibited() {
        return inhibited;
    }

    void setInhibited(int value) {
        int next = value & INHIBITABLE;
        for (int index : new int[] {CYCLE, INSTRET}) {
            int bit = 1 << index;
            if ((next & ~inhibited & bit) != 0) {
                base[index] += hart.retired;
            } else if ((inhibited & ~next & bit) != 0) {
                base[index] -= hart.retired;
            }
        }
        inhibited = next;
    }

    private boolean isInhibited(int index) {
        return (inhibited >>> index & 1) != 0;
    }
}
