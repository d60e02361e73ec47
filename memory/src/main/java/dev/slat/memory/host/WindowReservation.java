package dev.slat.memory.host;

import java.lang.foreign.MemorySegment;

@SuppressWarnings("restricted")
final class WindowReservation {
    static final long SIZE = 1L << 40;
    static final MemorySegment SEGMENT = MemorySegment.NULL.reinterpret(SIZE + 4096);

    private WindowReservation() {}
}
