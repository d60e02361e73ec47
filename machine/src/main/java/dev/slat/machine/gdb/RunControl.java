package dev.slat.machine.gdb;

import dev.slat.machine.harts.BoardHart;
import dev.slat.riscv.HartDebugger;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Stops all harts and lets chosen ones go on. One thread: the session's. */
final class RunControl {
    private final DebugTarget target;
    private boolean running = true;

    RunControl(DebugTarget target) {
        this.target = target;
    }

    boolean isRunning() {
        return running;
    }

    /** Returns when no hart runs guest code, and the guest's time stands still. */
    void stop() throws InterruptedException {
        List<BoardHart> harts = target.harts();
        harts.forEach(BoardHart::pause);
        for (BoardHart hart : harts) {
            hart.awaitPaused();
        }
        target.clock().stop();
        running = false;
    }

    /** Lets harts go on; those that step as well must be among them. */
    void resume(IntPredicate goes, IntPredicate steps) {
        running = true;
        target.clock().start();
        List<BoardHart> harts = target.harts();
        for (int i = 0; i < harts.size(); i++) {
            if (steps.test(i)) {
                harts.get(i).hart().debugger().step();
            }
            if (goes.test(i)) {
                harts.get(i).resume();
            }
        }
    }

    /** While stopped: something for each hart. */
    void forEach(Consumer<HartDebugger> action) {
        target.harts().forEach(hart -> action.accept(hart.hart().debugger()));
    }
}
