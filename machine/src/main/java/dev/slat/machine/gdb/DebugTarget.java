package dev.slat.machine.gdb;

import dev.slat.machine.board.BoardClock;
import dev.slat.machine.harts.BoardHart;
import dev.slat.memory.GuestMemory;

import java.util.List;

/**
 * The machine that is debugged.
 *
 * @param harts all of them; a hart's id is its index
 * @param memory the guest's memory
 * @param clock stopped while the harts are
 * @param kill ends the machine, without waiting
 * @param reset restarts the guest, without waiting
 */
public record DebugTarget(
        List<BoardHart> harts,
        GuestMemory memory,
        BoardClock clock,
        Runnable kill,
        Runnable reset) {}
