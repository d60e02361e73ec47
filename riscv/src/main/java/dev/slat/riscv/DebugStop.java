package dev.slat.riscv;

/**
 * Why a hart stopped for its debugger.
 *
 * @param kind what was met
 * @param address the instruction's address for {@link Kind#BREAKPOINT} and {@link Kind#STEP}; of a
 *     watchpoint the first byte that was accessed and is watched
 */
public record DebugStop(Kind kind, long address) {
    /** What a debugger waits for. */
    public enum Kind {
        /** The next instruction has a breakpoint; it has not been executed. */
        BREAKPOINT,
        /** The one instruction that was asked for is done, or its trap has been entered. */
        STEP,
        /** A {@link Watchpoint} for stores was met; the instruction is done. */
        WATCH_STORE,
        /** A {@link Watchpoint} for loads was met; the instruction is done. */
        WATCH_LOAD,
        /** A {@link Watchpoint} for both was met; the instruction is done. */
        WATCH_ACCESS
    }
}
