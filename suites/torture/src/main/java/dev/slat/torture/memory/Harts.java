package dev.slat.torture.memory;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;
import dev.slat.torture.run.Crew;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The harts of a round, each on a thread, with nothing around them. */
final class Harts implements HartEnvironment, AutoCloseable {
    private static final long LOOK_NANOS = 5_000_000;

    private final List<GuestView> views = new ArrayList<>();
    private final List<Hart> harts = new ArrayList<>();

    Harts(GuestMemory memory, int count) {
        for (int number = 0; number < count; number++) {
            GuestView view = memory.attach();
            views.add(view);
            Hart hart = new Hart(number, view, this);
            hart.reset(Layout.RAM, number, 0);
            harts.add(hart);
        }
    }

    void start(Crew crew) {
        for (Hart hart : harts) {
            crew.start("hart " + hart.id(), hart::run);
        }
        crew.start("stop harts", () -> stopAtTheEnd(crew));
    }

    private void stopAtTheEnd(Crew crew) {
        while (crew.goesOn()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        harts.forEach(Hart::stop);
    }

    long instructions() {
        return harts.stream().mapToLong(Hart::instructionsRetired).sum();
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
    public void supervisorCall(Hart hart) {
        throw new IllegalStateException("the guest program makes no calls");
    }

    /** Their threads have ended. */
    @Override
    public void close() {
        views.forEach(GuestView::close);
    }
}
