package dev.slat.machine.gdb;

import dev.slat.riscv.DebugStop;

/** What a session's thread waits for. */
sealed interface SessionEvent {
    /** The debugger sent this. */
    record Packet(String data) implements SessionEvent {}

    /** The debugger wants the harts to stop. */
    record Interrupt() implements SessionEvent {}

    /** A hart met what the debugger waits for. */
    record Stopped(int hart, DebugStop stop) implements SessionEvent {}

    /** The machine has ended. */
    record Ended() implements SessionEvent {}

    /** The connection is gone. */
    record Closed() implements SessionEvent {}
}
