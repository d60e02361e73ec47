package dev.slat.bench.memory;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

/** A thread that does what a hart does with memory: it writes to pages while they are there. */
final class WritingHart {
    private static final int WRITES = 64;

    private final GuestView view;
    private final long bytes;
    private final Thread thread;
    private volatile boolean stopped;

    WritingHart(GuestMemory memory, long bytes) {
        this.view = memory.attach();
        this.bytes = bytes;
        this.thread = Thread.ofPlatform().name("hart").start(this::run);
    }

    private void run() {
        long gpa = 0;
        view.enterGuest();
        while (!stopped) {
            if (view.pending()) {
                view.takeRequests();
            }
            view.enter();
            long hva = view.translate(gpa, true);
            view.exit();
            for (int i = 0; hva >= 0 && i < WRITES; i++) {
                Window.putLong(hva + i * 8L, i); // as from a TLB: until the next poll
            }
            gpa = (gpa + HostMapping.PAGE) & (bytes - 1);
        }
        view.exitGuest();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        view.close();
    }
}
