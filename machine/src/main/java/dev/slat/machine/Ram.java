package dev.slat.machine;

import dev.slat.machine.board.BoardLayout;
import dev.slat.machine.loader.GuestRange;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;

/** The board's RAM: one memory slot and the host memory behind it. Supervisor's thread only. */
final class Ram implements AutoCloseable {
    private final long bytes;
    private HostMapping mapping;

    /** Zeroed RAM, not in any slot yet. */
    Ram(long bytes) {
        this.bytes = bytes;
        this.mapping = allocate(bytes);
    }

    static GuestRange range(long bytes) {
        return new GuestRange(BoardLayout.RAM, BoardLayout.RAM + bytes);
    }

    /** Zeroed RAM again, at the same place; no hart may run. */
    void replace(GuestMemory memory) {
        memory.deleteRegion(BoardLayout.RAM_SLOT);
        mapping.close();
        mapping = allocate(bytes);
        insert(memory);
    }

    /** Once guest memory is closed. */
    @Override
    public void close() {
        mapping.close();
    }

    /** Puts it into its slot. */
    void insert(GuestMemory memory) {
        memory.setRegion(Region.slot(BoardLayout.RAM_SLOT).at(BoardLayout.RAM).backedBy(mapping));
    }

    private static HostMapping allocate(long bytes) {
        try {
            return HostMapping.anonymous(bytes);
        } catch (OutOfMemoryError e) {
            throw new BootException(
                    BootException.Reason.HOST_MEMORY,
                    "the host has no room for " + bytes + " bytes of guest memory",
                    e);
        }
    }
}
