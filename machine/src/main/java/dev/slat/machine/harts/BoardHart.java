package dev.slat.machine.harts;

import dev.slat.memory.GuestView;
import dev.slat.riscv.DebugStop;
import dev.slat.riscv.Hart;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A hart of the board: the thread that runs it, and its state.
 *
 * <pre>{@code
 * STOPPED --start--> START_PENDING --reset by its thread--> STARTED <--suspend--> SUSPENDED
 *    ^                                                         |
 *    +-- left the guest -- STOP_PENDING <--stop, by itself ----+
 * }</pre>
 *
 * <p>The machine may {@link #halt} a hart in any state: it goes to STOPPED and cannot be started
 * until {@link #release}.
 *
 * <p>A debugger may {@link #pause} it in any state, and {@link #resume} it: a paused hart that is
 * started stays before its next instruction.
 *
 * <p>Threads: any, but {@link #stop} and {@link #suspend}, which belong to the hart's own thread in
 * an SBI call. The monitor guards the state and is never held while the guest runs.
 */
public final class BoardHart {
    /** Requests to a hart; the view keeps the low eight bits to itself. */
    private static final int HART_REQUESTS = ~0xff;

    private static final int SOFTWARE_INTERRUPT = 1;

    private final Hart hart;
    private final GuestView view;
    private final Thread thread;
    private final Consumer<Throwable> crashed;

    /** Told of what the debugger waited for, on the hart's thread, which is then paused. */
    private volatile BiConsumer<BoardHart, DebugStop> stopListener = (hart, stop) -> {};

    // Guarded by this.
    private HartState state = HartState.STOPPED;
    private Consumer<Hart> entry = hart -> {};
    private boolean halted;
    private boolean ended;
    private boolean paused;

    /** The thread waits for {@link #resume}. */
    private boolean parked;

    /**
     * A stopped hart.
     *
     * @param crashed told, on the hart's thread, of an error that ended it: a defect of ours
     */
    public BoardHart(Hart hart, GuestView view, Consumer<Throwable> crashed) {
        this.hart = hart;
        this.view = view;
        this.crashed = crashed;
        this.thread = Thread.ofPlatform().name("hart-" + hart.id()).unstarted(this::loop);
    }

    /** The hart that this thread runs. */
    public Hart hart() {
        return hart;
    }

    /** Starts the thread; the hart stays stopped. */
    public void begin() {
        thread.start();
    }

    /** The state now. */
    public synchronized HartState state() {
        return state;
    }

    /**
     * Starts a stopped hart in S-mode with a0 = its id.
     *
     * @return false when it is not stopped, or halted by the machine
     */
    public boolean start(long address, long argument) {
        return begin(core -> core.reset(address, core.id(), argument));
    }

    /** Starts a stopped hart in M-mode with a0 = its id; as {@link #start}. */
    public boolean powerOn(long address, long a1, long a2) {
        return begin(core -> core.resetToMachine(address, core.id(), a1, a2));
    }

    private synchronized boolean begin(Consumer<Hart> reset) {
        if (state != HartState.STOPPED || halted || ended) {
            return false;
        }
        state = HartState.START_PENDING;
        entry = reset;
        notifyAll();
        return true;
    }

    /** The hart's own thread: it stops as soon as the SBI call returns. */
    public synchronized void stop() {
        state = HartState.STOP_PENDING;
        hart.stop();
    }

    /**
     * The hart's own thread: sleeps until an enabled interrupt is pending, its timer's too. Another
     * request may wake it as well, which SBI allows.
     */
    public void suspend() {
        setState(HartState.SUSPENDED);
        hart.awaitInterrupt();
        setState(HartState.STARTED);
    }

    /** Raises the software interrupt, if the hart runs. */
    public void interrupt() {
        HartState now = state();
        if (now == HartState.STARTED || now == HartState.SUSPENDED) {
            hart.setInterrupt(SOFTWARE_INTERRUPT, true);
        }
    }

    /** Asks for fences; they are done before the hart's next instruction. Does not wait. */
    public void requestFence(boolean translations, boolean instructions) {
        hart.remoteFence(translations, instructions);
    }

    /** As the other, for the translations of a range of addresses. */
    public void requestFence(long start, long size) {
        hart.remoteFence(start, size);
    }

    /**
     * Any thread outside guest mode: returns when the fences asked for before can no longer be
     * missed: the hart has taken them, or is outside guest mode and takes them before it runs guest
     * code again. A stopped or blocked hart is not waited for.
     */
    public void awaitFence() {
        view.awaitHandled(HART_REQUESTS);
    }

    /** Makes the hart leave the guest and keeps it from being started; does not wait. */
    public synchronized void halt() {
        halted = true;
        hart.stop();
        notifyAll();
    }

    /** Waits until a halted hart has left the guest. */
    public synchronized void awaitStopped() throws InterruptedException {
        while (state != HartState.STOPPED && !ended) {
            wait();
        }
    }

    /** Allows a halted and stopped hart to be started again, as after power-on. */
    public synchronized void release() {
        halted = false;
    }

    /** Who hears of the stops that the debugger asked for. */
    public void onDebugStop(BiConsumer<BoardHart, DebugStop> listener) {
        stopListener = listener;
    }

    /** Makes the hart leave the guest before its next instruction; does not wait. */
    public synchronized void pause() {
        paused = true;
        hart.stop();
    }

    /**
     * Waits until a paused hart runs no guest code; from then on, until {@link #resume}, the caller
     * may use {@link Hart#debugger}.
     */
    public synchronized void awaitPaused() throws InterruptedException {
        while (!parked && state != HartState.STOPPED && !ended) {
            wait();
        }
    }

    /** Lets a paused hart go on. */
    public synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /**
     * Ends the thread of a halted hart, if it was begun, and waits for that; once or more often.
     */
    public void end() throws InterruptedException {
        synchronized (this) {
            ended = true;
            hart.stop();
            notifyAll();
        }
        if (thread.getState() == Thread.State.NEW) {
            leave(); // what the thread would have done
        } else {
            thread.join();
        }
    }

    private void loop() {
        try {
            while (awaitStart()) {
                while (awaitResumed()) {
                    hart.run();
                    hart.debugger().takeStop().ifPresent(this::stoppedByDebugger);
                }
                stopped();
            }
        } catch (InterruptedException e) {
            crashed.accept(e);
        } catch (RuntimeException | Error e) {
            crashed.accept(e);
        } finally {
            leave();
        }
    }

    /** Waits for a start and resets the hart; false when the thread shall end. */
    private synchronized boolean awaitStart() throws InterruptedException {
        while (state != HartState.START_PENDING && !ended) {
            wait();
        }
        if (ended) {
            return false;
        }
        hart.setInterrupt(SOFTWARE_INTERRUPT, false); // one that came before it stopped
        entry.accept(hart);
        state = HartState.STARTED;
        return true;
    }

    private void stoppedByDebugger(DebugStop stop) {
        synchronized (this) {
            paused = true;
        }
        stopListener.accept(this, stop);
    }

    /** Stays here while paused; whether the hart goes on then. */
    private synchronized boolean awaitResumed() throws InterruptedException {
        while (paused && goesOn()) {
            parked = true;
            notifyAll();
            wait();
        }
        parked = false;
        return goesOn();
    }

    private synchronized void stopped() {
        state = HartState.STOPPED;
        notifyAll();
    }

    private synchronized boolean goesOn() {
        return state != HartState.STOP_PENDING && !halted && !ended;
    }

    /** Only between STARTED and SUSPENDED, by the hart itself. */
    private synchronized void setState(HartState next) {
        state = next;
    }

    /** A crash may have come from guest mode, where others would wait for us. */
    private void leave() {
        try {
            view.exitGuest();
            view.close();
        } finally {
            finish();
        }
    }

    private synchronized void finish() {
        ended = true;
        stopped();
    }
}
