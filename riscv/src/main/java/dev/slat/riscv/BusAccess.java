package dev.slat.riscv;

import dev.slat.memory.GuestView;

/**
 * The part of one load or store that no memory slot answers: one piece, or two where the access
 * crosses a page border, each of 1 to 8 bytes within its page. As KVM cuts an emulated access.
 *
 * <p>The hart's own thread: filled in guest mode, performed outside. After a load was performed it
 * keeps the answer for the instruction's second run, which must ask for the same pieces.
 */
final class BusAccess {
    private static final int MOST = 2;

    private final long[] va = new long[MOST];
    private final long[] gpa = new long[MOST];
    private final int[] size = new int[MOST];
    private final long[] value = new long[MOST];
    private int pieces;
    private boolean answered;
    private long faultAddress;

    /** All the bits of {@code size} bytes, 1 to 8. */
    static long mask(int size) {
        return -1L >>> (64 - 8 * size);
    }

    /** Forgets the pieces and the answer of the access before. */
    void begin() {
        pieces = 0;
        answered = false;
    }

    /** The next piece; {@code data} counts for a store only. */
    void add(long address, long guestAddress, int bytes, long data) {
        va[pieces] = address;
        gpa[pieces] = guestAddress;
        size[pieces] = bytes;
        value[pieces] = data;
        pieces++;
    }

    int pieces() {
        return pieces;
    }

    /** What was loaded or is to be stored, in the low bytes; the others are zero. */
    long value(int piece) {
        return value[piece];
    }

    /** Loads all pieces; false if nobody answers one, and then {@link #faultAddress} is its own. */
    boolean load(GuestView view) {
        for (int i = 0; i < pieces; i++) {
            if (!view.mmioRead(gpa[i], size[i])) {
                faultAddress = va[i];
                return false;
            }
            value[i] = view.mmioValue() & mask(size[i]);
        }
        return true;
    }

    /** Stores all pieces, up to one that nobody answers: as {@link #load}. */
    boolean store(GuestView view) {
        for (int i = 0; i < pieces; i++) {
            if (!view.mmioWrite(gpa[i], size[i], value[i])) {
                faultAddress = va[i];
                return false;
            }
        }
        return true;
    }

    /** The guest's address of the piece that nobody answered. */
    long faultAddress() {
        return faultAddress;
    }

    /** The instruction is about to run again and may take the values. */
    void answer() {
        answered = true;
    }

    /** The values are taken, or no longer asked for. */
    void consume() {
        answered = false;
    }

    /** Whether there is an answer, of so many pieces. */
    boolean isAnswered(int count) {
        return answered && pieces == count;
    }

    boolean matches(int piece, long guestAddress, int bytes) {
        return gpa[piece] == guestAddress && size[piece] == bytes;
    }
}
