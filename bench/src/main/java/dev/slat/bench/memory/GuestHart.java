package dev.slat.bench.memory;

import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import java.lang.foreign.MemorySegment;

/**
 * A hart on a thread of its own with nothing around it, which runs a program that makes no calls
 * and never ends. Its clock counts nanoseconds.
 *
 * <p>One thread makes and closes it.
 */
final class GuestHart implements HartEnvironment, AutoCloseable {
    private final GuestView view;
    private final Hart hart;
    private final Thread thread;

    /** Puts the program at {@code base}, in a slot that is there, and starts it. */
    GuestHart(String name, GuestMemory memory, long base, Program program) {
        memory.write(base, MemorySegment.ofArray(program.bytes()));
        view = memory.attach();
        hart = new Hart(0, view, this);
        hart.reset(base, 0, 0);
        thread = Thread.ofPlatform().name(name).start(hart::run);
    }

    @Override
    public long time() {
        return System.nanoTime();
    }

    @Override
    public long timeFrequency() {
        return 1_000_000_000;
    }

    @Override
    public void supervisorCall(Hart caller) {
        throw new IllegalStateException("the program makes no calls");
    }

    /** Stops it; an interrupt of the caller is kept for later. */
    @Override
    public void close() {
        hart.stop();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        view.close();
    }
}
