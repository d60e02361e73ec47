package dev.slat.riscv;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.GuestView;
import dev.slat.riscv.fp.FloatEnvironment;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One RV64GC hart with S and U modes, run by an interpreter.
 *
 * <p>ISA: RV64IMAFDC, Zicsr, Zifencei, Zicntr, Sstc; Sv39 and Sv48 with hardware A/D update and
 * ASIDs. Misaligned loads and stores work, also across pages; misaligned atomics trap. The hart
 * comes up in S-mode, as an SBI payload expects: {@code ecall} from S goes to {@link
 * HartEnvironment#supervisorCall}.
 *
 * <p>Threads: one thread at a time owns a hart: the one in {@link #run}, or whoever sets it up
 * while it does not run. {@link #stop}, {@link #setInterrupt} and {@link #remoteFence} may be
 * called from any thread; what the caller wrote before is visible to the guest code that then sees
 * the interrupt or fence. Guest loads and stores are plain accesses, ordered by the guest's own
 * fences and atomics.
 */
public final class Hart {
    /** Request bits of this class; the view keeps the low eight. */
    private static final int FENCE_VMA = 1 << 8;

    private static final int FENCE_I = 1 << 9;
    private static final int INTERRUPT = 1 << 10;
    private static final int STOP = 1 << 11;

    /**
     * Instructions between two looks at the clock: some 50 microseconds, a small part of a kernel's
     * tick, and rare enough not to show in a profile.
     */
    private static final int TIMER_INTERVAL = 10_000;

    private static final int SUPERVISOR_SOFTWARE = 1;
    private static final int SUPERVISOR_TIMER = 5;
    private static final int SUPERVISOR_EXTERNAL = 9;

    private enum Exit {
        NONE,
        WAIT,
        SUPERVISOR_CALL
    }

    final long[] x = new long[Op.REGISTER_SLOTS];

    /** The floating-point registers: raw bits, floats NaN-boxed. */
    final long[] f = new long[32];

    /** The rounding mode and the accrued exceptions. */
    final FloatEnvironment fcsr = new FloatEnvironment();

    /** While a block runs, the address of its first instruction. */
    long pc;

    int privilege = Privilege.SUPERVISOR;

    /** Instructions retired; while a terminator runs, it is counted already. */
    long retired;

    /** The hva that load-reserved has reserved, or -1; and the value and the size it loaded. */
    long reservedAddress = -1;

    long reservedValue;
    int reservedSize;

    final Csrs csrs;
    final Mmu mmu;

    /** Decoded code: whole blocks, but single instructions while {@link #step} runs. */
    CodeCache code;

    private final HartDebugger debugger;
    private final CodeCache blocks;

    private final int id;
    private final GuestView view;
    private final HartEnvironment environment;

    /** Interrupt lines that others drive, as bits of sip; STIP also comes from the timer. */
    private final AtomicInteger lines = new AtomicInteger();

    private volatile boolean stopping;
    private long timerDeadline = -1;
    private boolean timerExpired;

    /** The count of {@link #retired} at which to look at the clock next. */
    private long timerCheck;

    /** The count of {@link #retired} at which the run loop leaves the blocks; the past: now. */
    private long checkpoint;

    private Exit exit = Exit.NONE;
    private int trapCause;
    private long trapValue;

    /**
     * A hart in its reset state at address 0.
     *
     * @param id the hart id, from 0
     * @param view this hart's own view of guest memory, which nobody else uses
     * @param environment clock and SBI
     */
    public Hart(int id, GuestView view, HartEnvironment environment) {
        this.id = id;
        this.view = view;
        this.environment = environment;
        this.csrs = new Csrs(this);
        this.debugger = new HartDebugger(this);
        this.mmu = new Mmu(this, view);
        this.blocks = new CodeCache(mmu, debugger, false);
        this.code = blocks;
        mmu.updateContext();
    }

    /** The hart id. */
    public int id() {
        return id;
    }

    /** What a debugger can do with this hart. */
    public HartDebugger debugger() {
        return debugger;
    }

    /** Integer register {@code index}, 0 to 31. Owner thread. */
    public long register(int index) {
        return x[index];
    }

    /** Sets integer register {@code index}; a write to {@code x0} does nothing. Owner thread. */
    public void setRegister(int index, long value) {
        x[Op.destination(index)] = value;
    }

    /** The address of the next instruction. Owner thread. */
    public long pc() {
        return pc;
    }

    /** Instructions retired since the hart was made. Owner thread. */
    public long instructionsRetired() {
        return retired;
    }

    /**
     * Resets to S-mode at {@code pc}, with paging and interrupts off, no timer, and all other
     * registers zero. Bit 0 of {@code pc} counts as zero, as in every jump of the ISA. Owner
     * thread; also inside {@link HartEnvironment#supervisorCall}.
     */
    public void reset(long pc, long a0, long a1) {
        Arrays.fill(x, 0);
        Arrays.fill(f, 0);
        fcsr.setBits(0);
        csrs.reset();
        privilege = Privilege.SUPERVISOR;
        reservedAddress = -1;
        timerDeadline = -1;
        timerExpired = false;
        mmu.bus.consume();
        mmu.flushAll();
        code.startEpoch();
        this.pc = pc & ~1L;
        x[10] = a0;
        x[11] = a1;
    }

    /** Makes {@link #run} return soon, or at once if it comes next; wakes from WFI. Any thread. */
    public void stop() {
        stopping = true;
        view.request(STOP);
    }

    /**
     * Drives an interrupt-pending bit of sip: 1 (SSIP), 5 (STIP) or 9 (SEIP). Any thread.
     *
     * @throws IllegalArgumentException for another bit
     */
    public void setInterrupt(int bit, boolean high) {
        if ((bit & ~63) != 0 || (Csrs.INTERRUPTS >>> bit & 1) == 0) {
            throw new IllegalArgumentException("not a supervisor interrupt: bit " + bit);
        }
        int mask = 1 << bit;
        if (high) {
            lines.getAndUpdate(l -> l | mask);
            view.request(INTERRUPT);
        } else {
            lines.getAndUpdate(l -> l & ~mask);
        }
    }

    /**
     * Sets stimecmp: the time, in {@link HartEnvironment#time} ticks and unsigned, from which a
     * timer interrupt is pending. Owner thread.
     */
    public void setTimer(long deadline) {
        timerDeadline = deadline;
        checkTimer();
        recheckInterrupts();
    }

    /**
     * Has the hart do an {@code sfence.vma} for everything and/or a {@code fence.i} before its next
     * instruction. Any thread; does not wait.
     */
    public void remoteFence(boolean vma, boolean instructions) {
        view.request((vma ? FENCE_VMA : 0) | (instructions ? FENCE_I : 0));
    }

    /**
     * Runs guest code on the calling thread, which owns the hart meanwhile, until {@link #stop} or
     * until the {@link #debugger} stops it.
     */
    public void run() {
        while (!stopping && !debugger.isStopped()) {
            runInGuest();
            leaveGuest();
        }
        stopping = false;
    }

    /** Runs until something must be done outside guest mode. */
    private void runInGuest() {
        view.enterGuest();
        try {
            handleRequests();
            while (exit == Exit.NONE && !stopping && !debugger.isStopped()) {
                if (debugger.isStepping()) {
                    step();
                } else {
                    takeInterrupt();
                    runBlocks();
                }
                handleRequests();
            }
        } finally {
            view.exitGuest(); // also after an error: nobody may wait for a hart that is gone
        }
    }

    /** Runs one instruction; an interrupt waits, or it would be the handler that is stepped. */
    private void step() {
        long before = retired;
        checkpoint = before + 1;
        code = new CodeCache(mmu, debugger, true);
        code.startEpoch();
        try {
            runBlocks();
        } finally {
            code = blocks;
            code.startEpoch();
        }
        boolean trapped = retired == before;
        if (!trapped || checkpoint == Long.MIN_VALUE) { // else it is still to be done
            debugger.stepped(trapped);
        }
    }

    private void leaveGuest() {
        Exit reason = exit;
        exit = Exit.NONE;
        switch (reason) {
            case WAIT -> waitForInterrupt();
            case SUPERVISOR_CALL -> environment.supervisorCall(this);
            case NONE -> {}
        }
    }

    /** Parks until an enabled interrupt is pending, whatever sstatus.SIE says, or a request. */
    private void waitForInterrupt() {
        long now = environment.time();
        if ((pendingInterrupts() & csrs.sie) != 0 || stopping || debugger.isStopped()) {
            return;
        }
        long nanos = Long.MAX_VALUE;
        if (Long.compareUnsigned(timerDeadline, now) > 0
                && (csrs.sie >>> SUPERVISOR_TIMER & 1) != 0) {
            nanos = ticksToNanos(timerDeadline - now);
        }
        view.park(nanos);
        timerCheck = retired;
    }

    private long ticksToNanos(long ticks) {
        double nanos = Math.ceil(ticks * (1e9 / environment.timeFrequency()));
        return ticks < 0 ? Long.MAX_VALUE : (long) nanos;
    }

    private void handleRequests() {
        if (!view.pending()) {
            return;
        }
        int requests = view.takeRequests();
        if ((requests & (GuestView.FLUSH | FENCE_VMA)) != 0) {
            mmu.flushAll();
        }
        if ((requests & GuestView.FLUSH) != 0) {
            reservedAddress = -1;
        }
        if ((requests & (GuestView.FLUSH | FENCE_I)) != 0) {
            code.startEpoch();
        }
    }

    // ---- Interrupts and the timer.

    /** The clock, as the time CSR shows it. */
    long time() {
        return environment.time();
    }

    long timerDeadline() {
        return timerDeadline;
    }

    private void checkTimer() {
        timerExpired = Long.compareUnsigned(environment.time(), timerDeadline) >= 0;
        timerCheck = retired + TIMER_INTERVAL;
    }

    /** sip, with the timer looked at now. */
    long pendingInterrupts() {
        checkTimer();
        return knownInterrupts();
    }

    private long knownInterrupts() {
        return lines.get() | (timerExpired ? 1L << SUPERVISOR_TIMER : 0);
    }

    void setSoftwareInterrupt(boolean high) {
        if (high) {
            lines.getAndUpdate(l -> l | (1 << SUPERVISOR_SOFTWARE));
        } else {
            lines.getAndUpdate(l -> l & ~(1 << SUPERVISOR_SOFTWARE));
        }
        recheckInterrupts();
    }

    private boolean interruptsEnabled() {
        return privilege < Privilege.SUPERVISOR || (csrs.status & Csrs.SIE) != 0;
    }

    /** After anything that may let an interrupt in: has the run loop take it at the block's end. */
    void recheckInterrupts() {
        if (interruptsEnabled() && (knownInterrupts() & csrs.sie) != 0) {
            checkpoint = Long.MIN_VALUE;
        }
    }

    /** Takes the interrupt of the highest priority, if one is due, and sets the next checkpoint. */
    private void takeInterrupt() {
        if (retired >= timerCheck) {
            checkTimer();
        }
        checkpoint = timerCheck;
        long due = knownInterrupts() & csrs.sie;
        if (due == 0 || !interruptsEnabled()) {
            return;
        }
        int bit;
        if ((due >>> SUPERVISOR_EXTERNAL & 1) != 0) {
            bit = SUPERVISOR_EXTERNAL;
        } else if ((due >>> SUPERVISOR_SOFTWARE & 1) != 0) {
            bit = SUPERVISOR_SOFTWARE;
        } else {
            bit = SUPERVISOR_TIMER;
        }
        long vector = (csrs.stvec & 1) != 0 ? 4L * bit : 0;
        enterTrap(Cause.INTERRUPT | bit, 0);
        pc += vector;
    }

    // ---- Traps.

    /** Records an exception for the run loop to deliver; use as {@code throw h.trap(...)}. */
    Trap trap(int cause, long value) {
        trapCause = cause;
        trapValue = value;
        return Trap.INSTANCE;
    }

    int trapCause() {
        return trapCause;
    }

    long trapValue() {
        return trapValue;
    }

    /** As {@link #trap}; the run loop fills in the instruction's bits. */
    Trap illegalInstruction() {
        return trap(Cause.ILLEGAL_INSTRUCTION, 0);
    }

    /** Throws the illegal-instruction trap if floating point is off. */
    void requireFloat() {
        if ((csrs.status & Csrs.FS) == 0) {
            throw illegalInstruction();
        }
    }

    /** Sets sstatus.FS to Dirty. */
    void markFloatDirty() {
        csrs.status |= Csrs.FS;
    }

    /**
     * Enters the trap handler for what happened at {@link #pc}. The one place of trap delivery:
     * machine mode and delegation belong here.
     */
    void enterTrap(long cause, long value) {
        csrs.sepc = pc;
        csrs.scause = cause;
        csrs.stval = value;
        long status = csrs.status & ~(Csrs.SIE | Csrs.SPIE | Csrs.SPP);
        if ((csrs.status & Csrs.SIE) != 0) {
            status |= Csrs.SPIE;
        }
        if (privilege == Privilege.SUPERVISOR) {
            status |= Csrs.SPP;
        }
        csrs.status = status;
        privilege = Privilege.SUPERVISOR;
        mmu.updateContext();
        pc = csrs.stvec & ~3L;
        leaveBlocks(); // a step ends here
    }

    /** The effect of {@code sret}. */
    void returnFromTrap() {
        long old = csrs.status;
        long status = (old & ~(Csrs.SIE | Csrs.SPP)) | Csrs.SPIE;
        if ((old & Csrs.SPIE) != 0) {
            status |= Csrs.SIE;
        }
        privilege = (old & Csrs.SPP) != 0 ? Privilege.SUPERVISOR : Privilege.USER;
        pc = csrs.sepc;
        csrs.setStatus(status);
    }

    /** Has the run loop come out of the blocks at the end of this one. */
    void leaveBlocks() {
        checkpoint = Long.MIN_VALUE;
    }

    /** Forgets all decoded code; while the hart does not run. */
    void forgetCode() {
        blocks.drop();
    }

    /** Has the run loop leave guest mode for WFI. */
    void requestWait() {
        exit = Exit.WAIT;
        checkpoint = Long.MIN_VALUE;
    }

    /** Has the run loop leave guest mode for an SBI call. */
    void requestSupervisorCall() {
        exit = Exit.SUPERVISOR_CALL;
        checkpoint = Long.MIN_VALUE;
    }

    // ---- The run loop.

    /**
     * Runs blocks until the checkpoint or a request. The calls of the ops do not depend on each
     * other's results, so the processor predicts and overlaps them.
     */
    private void runBlocks() {
        long[] x = this.x;
        Block block = null;
        int i = 0;
        try {
            Block next = code.lookup(pc);
            do {
                block = next;
                Op[] ops = block.ops;
                for (i = 0; i < ops.length; i++) {
                    ops[i].run(this, x);
                }
                retired += block.instructions;
                next = block.end.run(this, x);
                if (next == null) {
                    if (retired >= checkpoint) {
                        // What sret, wfi, ecall or a write to a CSR asks for comes before the
                        // fetch, which may trap.
                        return;
                    }
                    block = null;
                    next = code.lookup(pc);
                }
            } while (retired < checkpoint && !view.pending());
        } catch (Trap trap) {
            deliver(block, i);
        } catch (GuestExit exit) {
            finishOutside(block, i);
        }
    }

    /** Delivers the recorded exception, raised at op {@code index} of a block, or by a fetch. */
    private void deliver(@Nullable Block block, int index) {
        if (block != null) {
            backOutTo(block, index);
            if (trapCause == Cause.ILLEGAL_INSTRUCTION) {
                trapValue = Integer.toUnsignedLong(block.instructionBits(index));
            }
        }
        enterTrap(trapCause, trapValue);
    }

    /** Sets pc and the count of instructions to where op {@code index} (or the end) begins. */
    private void backOutTo(Block block, int index) {
        if (index < block.ops.length) {
            retired += index;
        } else {
            retired -= block.end.instructions();
        }
        pc += block.offset(index);
    }

    /**
     * Leaves guest mode for what op {@code index} of a block, or the fetch of one, asks for, and
     * comes back.
     */
    private void finishOutside(@Nullable Block block, int index) {
        boolean onBus =
                mmu.exitReason == GuestExit.Reason.BUS_LOAD
                        || mmu.exitReason == GuestExit.Reason.BUS_STORE;
        if (block == null) {
            outsideGuest();
            return;
        }
        backOutTo(block, index);
        if (mmu.exitReason == GuestExit.Reason.WATCHPOINT) {
            debugger.stepWatched();
            return;
        }
        boolean answered = outsideGuest();
        if (onBus) {
            finishBusAccess(block, index, answered);
        }
    }

    /** Does what the last exit asks for; whether a device answered. A device may block. */
    private boolean outsideGuest() {
        view.exitGuest();
        boolean answered = false;
        switch (mmu.exitReason) {
            case BUS_LOAD -> answered = mmu.bus.load(view);
            case BUS_STORE -> answered = mmu.bus.store(view);
            case SLOT_CHANGE -> view.awaitChange();
            case WATCHPOINT -> {} // nothing is to be done outside
            case HOST_FAULT ->
                    throw new GuestMemoryException(
                            Errno.EFAULT,
                            "the host has no memory behind guest address 0x%x"
                                    .formatted(mmu.faultAddress));
        }
        view.enterGuest();
        handleRequests();
        return answered;
    }

    /**
     * Completes op {@code index}, at {@link #pc}, after its bus access. A load runs again and finds
     * its answer, so that every kind of load treats the value in its own way.
     */
    private void finishBusAccess(Block block, int index, boolean answered) {
        boolean store = mmu.exitReason == GuestExit.Reason.BUS_STORE;
        if (!answered) {
            enterTrap(store ? Cause.STORE_ACCESS : Cause.LOAD_ACCESS, mmu.bus.faultAddress());
        } else if (store || answerLoad(block.ops[index])) {
            pc += block.offset(index + 1) - block.offset(index);
            retired++;
        }
    }

    /** Runs a load again with the bus's answer; false if it trapped or must start over. */
    private boolean answerLoad(Op op) {
        mmu.bus.answer();
        try {
            op.again().run(this, x);
            return true;
        } catch (Trap trap) {
            enterTrap(trapCause, trapValue);
            return false;
        } catch (GuestExit moved) {
            return false; // the mapping changed meanwhile; the load is still to be done
        } finally {
            mmu.bus.consume();
        }
    }
}
