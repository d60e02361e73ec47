package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;
import dev.slat.memory.GuestMemory;

import java.util.List;

/** What the SBI asks of the machine it belongs to. Threads: any hart. */
public interface SbiPlatform {
    /** Kinds of {@link #reset}. */
    enum Reset {
        /** Power off. */
        SHUTDOWN,
        /** Start again. */
        REBOOT
    }

    /** All harts; a hart's id is its index. */
    List<BoardHart> harts();

    /** The guest's memory. */
    GuestMemory memory();

    /** Prints on the guest's console. */
    void print(byte[] bytes, int length);

    /** A byte typed on the guest's console that no device has taken, or -1. */
    int typed();

    /**
     * Ends or restarts the guest; its harts leave it as soon as their calls return.
     *
     * @param failure whether the guest gives a failure as its reason
     */
    void reset(Reset kind, boolean failure);
}
