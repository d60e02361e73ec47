package dev.slat.conformance.vectors;

import dev.slat.conformance.vectors.Answer.Piece;
import dev.slat.memory.bus.MmioDevice;

import java.util.ArrayList;
import java.util.List;

/**
 * A device wherever no slot is: user space behind KVM_EXIT_MMIO, which answers loads with bytes of
 * 0xff and keeps what came until it is looked at. The hart's thread.
 */
final class UserSpace implements MmioDevice {
    private static final long PAGE = 4096;

    private final List<Piece> reads = new ArrayList<>();
    private final List<Piece> writes = new ArrayList<>();

    void clear() {
        reads.clear();
        writes.clear();
    }

    List<Piece> reads() {
        return List.copyOf(reads);
    }

    List<Piece> writes() {
        return List.copyOf(writes);
    }

    @Override
    public long read(long offset, int size) {
        add(reads, new Piece(offset, size, 0));
        return -1;
    }

    @Override
    public void write(long offset, int size, long value) {
        add(writes, new Piece(offset, size, value));
    }

    /**
     * A piece of 3, 5, 6 or 7 bytes comes in parts, as devices take no such sizes; KVM hands it out
     * as one. One instruction makes at most one piece in a page.
     */
    private static void add(List<Piece> pieces, Piece piece) {
        if (!pieces.isEmpty()) {
            Piece last = pieces.getLast();
            if (last.gpa() + last.length() == piece.gpa() && piece.gpa() % PAGE != 0) {
                pieces.set(
                        pieces.size() - 1,
                        new Piece(
                                last.gpa(),
                                last.length() + piece.length(),
                                last.data() | (piece.data() << (8 * last.length()))));
                return;
            }
        }
        pieces.add(piece);
    }
}
