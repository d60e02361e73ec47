package dev.slat.riscv;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.GuestView;
import dev.slat.riscv.fp.FloatEnvironment;
import dev.slat.riscv.vector.VectorUnit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * One RV64GC hart with M, S and U modes, run by an interpreter.
 *
 * <p>It has the extensions of its {@link Isa}; Sv39 and Sv48 with ASIDs; 16 PMP entries. Misaligned
 * loads and stores work, also across pages; misaligned atomics trap. It starts in one of two ways.
 * {@link #reset} enters a supervisor, as firmware leaves a hart: everything is delegated, M-mode is
 * out of reach, and {@code ecall} from S goes to {@link HartEnvironment#supervisorCall}. {@link
 * #resetToMachine} enters M-mode, as power-on does, and every {@code ecall} is a trap.
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
    private static final int FENCE_RANGE = 1 << 12;

    /**
     * Instructions between two looks at the clock: some 50 microseconds, a small part of a kernel's
     * tick, and rare enough not to show in a profile.
     */
    private static final int TIMER_INTERVAL = 10_000;

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

    /** The vector state; present even where the extension is off. */
    final VectorUnit vector;

    /** While a block runs, the address of its first instruction. */
    long pc;

    int privilege = Privilege.SUPERVISOR;

    /** Instructions retired; while a terminator runs, it is counted already. */
    long retired;

    /** The hva that load-reserved has reserved, or -1; and the value and the size it loaded. */
    long reservedAddress = -1;

    long reservedValue;
    int reservedSize;

    /** The extensions that are on. */
    final Isa isa;

    final Interrupts interrupts = new Interrupts();
    final Counters counters;
    final Csrs csrs;
    final Mmu mmu;

    /** Decoded code: whole blocks, but single instructions while {@link #step} runs. */
    CodeCache code;

    private final HartDebugger debugger;
    private final CodeCache blocks;

    private final int id;
    private final GuestView view;
    private final HartEnvironment environment;

    private final PendingFences ranges = new PendingFences();

    private volatile boolean stopping;

    /** Whether the environment, not guest code, is below S-mode. */
    private boolean hosted;

    /** The count of {@link #retired} at which to look at the clock next. */
    private long timerCheck;

    /** The count of {@link #retired} at which the run loop leaves the blocks; the past: now. */
    private long checkpoint;

    private Exit exit = Exit.NONE;
    private int trapCause;
    private long trapValue;

    /** A hart with all extensions, as {@link #Hart(int, GuestView, HartEnvironment, Isa)}. */
    public Hart(int id, GuestView view, HartEnvironment environment) {
        this(id, view, environment, Isa.all());
    }

    /**
     * A hart at address 0 as after {@link #reset}.
     *
     * @param id the hart id, from 0
     * @param view this hart's own view of guest memory, which nobody else uses
     * @param environment clock and SBI
     * @param isa the extensions that are on
     */
    public Hart(int id, GuestView view, HartEnvironment environment, Isa isa) {
        this.id = id;
        this.isa = isa;
        this.view = view;
        this.environment = environment;
        this.counters = new Counters(this);
        this.vector = new VectorUnit(isa.vectorLength(), new VectorPort(this), f, fcsr);
        this.csrs = new Csrs(this);
        this.debugger = new HartDebugger(this);
        this.mmu = new Mmu(this, view);
        this.blocks = new CodeCache(mmu, isa, debugger, false);
        this.code = blocks;
        reset(0, 0, 0);
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
     * registers zero; the environment is below. Bit 0 of {@code pc} counts as zero, as in every
     * jump of the ISA. Owner thread; also inside {@link HartEnvironment#supervisorCall}.
     */
    public void reset(long pc, long a0, long a1) {
        clear(pc, Privilege.SUPERVISOR);
        hosted = true;
        csrs.machine.delegateAll();
        mmu.pmp.allowAll();
        x[10] = a0;
        x[11] = a1;
    }

    /**
     * Resets to M-mode at {@code pc}, with all that {@link #reset} clears, nothing delegated and no
     * PMP entry on. Owner thread.
     */
    public void resetToMachine(long pc, long a0, long a1, long a2) {
        clear(pc, Privilege.MACHINE);
        hosted = false;
        x[10] = a0;
        x[11] = a1;
        x[12] = a2;
    }

    private void clear(long pc, int privilege) {
        Arrays.fill(x, 0);
        Arrays.fill(f, 0);
        fcsr.setBits(0);
        this.privilege = privilege;
        interrupts.reset();
        counters.reset();
        vector.reset();
        csrs.reset();
        reservedAddress = -1;
        mmu.pmp.reset();
        mmu.bus.consume();
        mmu.flushAll();
        code.startEpoch();
        this.pc = pc & ~1L;
    }

    /** Makes {@link #run} return soon, or at once if it comes next; wakes from WFI. Any thread. */
    public void stop() {
        stopping = true;
        view.request(STOP);
    }

    /**
     * Drives an interrupt-pending bit of mip: 1 (SSIP), 3 (MSIP), 5 (STIP), 9 (SEIP) or 11 (MEIP).
     * Any thread.
     *
     * @throws IllegalArgumentException for another bit
     */
    public void setInterrupt(int bit, boolean high) {
        if (!Interrupts.isDriven(bit)) {
            throw new IllegalArgumentException("not an interrupt that is driven: bit " + bit);
        }
        interrupts.drive(bit, high);
        if (high) {
            view.request(INTERRUPT);
        }
    }

    /**
     * Sets stimecmp: the time, in {@link HartEnvironment#time} ticks and unsigned, from which a
     * timer interrupt is pending. Owner thread.
     */
    public void setTimer(long deadline) {
        interrupts.setSupervisorDeadline(deadline);
        checkTimer();
        recheckInterrupts();
    }

    /** Sets mtimecmp, which gives M-mode its timer interrupt; as {@link #setTimer}. Any thread. */
    public void setMachineTimer(long deadline) {
        interrupts.setMachineDeadline(deadline);
        view.request(INTERRUPT);
    }

    /**
     * Has the hart do an {@code sfence.vma} for everything and/or a {@code fence.i} before its next
     * instruction. Any thread; does not wait.
     */
    public void remoteFence(boolean vma, boolean instructions) {
        view.request((vma ? FENCE_VMA : 0) | (instructions ? FENCE_I : 0));
    }

    /**
     * As the other, for an {@code sfence.vma} of the addresses of {@code size} bytes from {@code
     * start}, in every address space.
     */
    public void remoteFence(long start, long size) {
        ranges.add(start, size);
        view.request(FENCE_RANGE);
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
        code = new CodeCache(mmu, isa, debugger, true);
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
            case WAIT -> awaitInterrupt();
            case SUPERVISOR_CALL -> environment.supervisorCall(this);
            case NONE -> {}
        }
    }

    /**
     * Parks until an enabled interrupt is pending, whatever mstatus and mideleg say, or a request
     * comes. Owner thread, outside guest mode: in {@link HartEnvironment#supervisorCall}.
     */
    public void awaitInterrupt() {
        long now = environment.time(); // before the look: then each timer's deadline is later
        if ((pendingInterrupts() & interrupts.enabled) != 0 || stopping || debugger.isStopped()) {
            return;
        }
        view.park(ticksToNanos(interrupts.ticksToTimer(now)));
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
        if ((requests & FENCE_RANGE) != 0) {
            ranges.apply(mmu);
        }
        if ((requests & GuestView.FLUSH) != 0) {
            reservedAddress = -1;
        }
        if ((requests & (GuestView.FLUSH | FENCE_I)) != 0) {
            code.startEpoch();
        }
        if ((requests & INTERRUPT) != 0) {
            timerCheck = retired; // it may be a new deadline
        }
    }

    // ---- Interrupts and the timer.

    /** The clock, as the time CSR shows it. */
    long time() {
        return environment.time();
    }

    private void checkTimer() {
        interrupts.look(environment.time());
        timerCheck = retired + TIMER_INTERVAL;
    }

    /** mip, with the timers looked at now. */
    long pendingInterrupts() {
        checkTimer();
        return interrupts.pending();
    }

    /** After anything that may let an interrupt in: has the run loop take it at the block's end. */
    void recheckInterrupts() {
        if (interrupts.due(privilege, csrs.status) != Interrupts.NONE) {
            checkpoint = Long.MIN_VALUE;
        }
    }

    /** Takes the interrupt of the highest priority, if one is due, and sets the next checkpoint. */
    private void takeInterrupt() {
        if (retired >= timerCheck) {
            checkTimer();
        }
        checkpoint = timerCheck;
        int bit = interrupts.due(privilege, csrs.status);
        if (bit != Interrupts.NONE) {
            Traps.enter(this, Cause.INTERRUPT | bit, 0);
        }
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

    /** Sets mstatus.FS to Dirty. */
    void markFloatDirty() {
        csrs.status |= Csrs.FS;
    }

    /** Whether somebody asks this hart for something; also orders what it then reads. */
    boolean hasRequest() {
        return view.pending();
    }

    /** Whether {@code ecall} from S-mode is the environment's, and no trap. */
    boolean isHosted() {
        return hosted;
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
        Traps.enter(this, trapCause, trapValue);
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
            Traps.enter(
                    this, store ? Cause.STORE_ACCESS : Cause.LOAD_ACCESS, mmu.bus.faultAddress());
        } else if (store ? block.ops[index].isDoneByStore(this) : answerLoad(block.ops[index])) {
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
            Traps.enter(this, trapCause, trapValue);
            return false;
        } catch (GuestExit moved) {
            return false; // the mapping changed meanwhile; the load is still to be done
        } finally {
            mmu.bus.consume();
        }
    }
}
