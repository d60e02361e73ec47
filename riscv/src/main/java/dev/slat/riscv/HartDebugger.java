package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a debugger can do with one hart: break- and watchpoints, single steps, registers, a trace.
 *
 * <p>{@link Hart#run} returns when a stop was met, which {@link #takeStop} then tells. A hart
 * without points pays nothing: breakpoints are decoded into the code, watched pages are kept out of
 * the TLBs, and traced instructions enter themselves in a ring.
 *
 * <p>Threads: all methods while the hart does not run (or on its own thread, outside guest mode);
 * what they change is visible to the next run by whatever handed the hart over. {@link #trace} may
 * be called by any thread at any time.
 */
public final class HartDebugger {
    private final Hart hart;
    private final DebugRegisters registers;
    private Breakpoints breakpoints = Breakpoints.NONE;
    private List<Watchpoint> watchpoints = List.of();
    private volatile @Nullable TraceRing ring;
    private @Nullable DebugStop stop;

    /** The next instruction runs alone. */
    private boolean stepping;

    /** Somebody asked for that step, and it was not made for the sake of a watchpoint. */
    private boolean stepAsked;

    private @Nullable DebugStop met;

    HartDebugger(Hart hart) {
        this.hart = hart;
        this.registers = new DebugRegisters(hart);
    }

    /** The hart's registers. */
    public DebugRegisters registers() {
        return registers;
    }

    /** Replaces all breakpoints: virtual addresses, in every address space and mode. */
    public void setBreakpoints(Collection<Long> addresses) {
        breakpoints = Breakpoints.of(addresses);
        hart.forgetCode();
    }

    /** Replaces all watchpoints. Page-table walks and devices' accesses do not meet them. */
    public void setWatchpoints(Collection<Watchpoint> points) {
        watchpoints = List.copyOf(points);
        hart.mmu.flushAll();
    }

    /** Has the next run execute one instruction; no interrupt is taken before it. */
    public void step() {
        stepping = true;
        stepAsked = true;
    }

    /** Why the last run returned, if it did for the debugger; once. */
    public Optional<DebugStop> takeStop() {
        DebugStop last = stop;
        stop = null;
        return Optional.ofNullable(last);
    }

    /** Code may have been changed from outside: it is compared with memory before its next use. */
    public void codeChanged() {
        hart.code.startEpoch();
    }

    /** Keeps the last {@code size} instructions from now on, at least 1; costs some speed. */
    public void startTrace(int size) {
        ring = new TraceRing(size);
        hart.forgetCode();
    }

    /** The last instructions, oldest first; none unless {@link #startTrace} was called. */
    public List<TracedInstruction> trace() {
        TraceRing last = ring;
        return last == null ? List.of() : last.instructions();
    }

    // ---- What the hart asks, on its own thread.

    boolean isStopped() {
        return stop != null;
    }

    boolean isStepping() {
        return stepping;
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    @Nullable TraceRing ring() {
        return ring;
    }

    /** Whether a breakpoint stands at {@code pc}; if so, the hart is to stop. */
    boolean stopsAt(long pc) {
        if (!breakpoints.standsAt(pc)) {
            return false;
        }
        stop = new DebugStop(DebugStop.Kind.BREAKPOINT, pc);
        return true;
    }

    /** Whether the page of {@code va} must stay out of the TLBs. */
    boolean watchesPage(long va) {
        if (watchpoints.isEmpty()) {
            return false;
        }
        for (Watchpoint point : watchpoints) {
            if (point.touchesPage(va)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Before an access that missed the TLB: if it is watched, its instruction is begun anew as a
     * step of its own, which ends in a stop.
     */
    void access(long va, int size, boolean load, boolean store) {
        if (watchpoints.isEmpty()) {
            return;
        }
        for (Watchpoint point : watchpoints) {
            boolean watched = (load && point.loads()) || (store && point.stores());
            if (watched && point.touches(va, size)) {
                if (!stepping) {
                    hart.mmu.exitReason = GuestExit.Reason.WATCHPOINT;
                    throw GuestExit.INSTANCE;
                }
                long first = point.touches(va, 1) ? va : point.address();
                met = new DebugStop(point.kind(), first);
            }
        }
    }

    /** The next instruction meets a watchpoint. */
    void stepWatched() {
        stepping = true;
    }

    /** The step is over; a watchpoint that its trap prevented was not met. */
    void stepped(boolean trapped) {
        if (met != null && !trapped) {
            stop = met;
        } else if (stepAsked) {
            stop = new DebugStop(DebugStop.Kind.STEP, hart.pc);
        }
        met = null;
        stepping = false;
        stepAsked = false;
    }
}
