package dev.slat.torture;

/**
 * Who came to an element, and who has left it: two plain counts for each reader, which that reader
 * alone writes.
 *
 * <p>The updater reads them after a grace period, without a fence. So it sees not only whether a
 * reader is still inside, but also whether the reader's last stores have arrived: what is done in a
 * section must happen before the end of the grace period that waited for it.
 */
final class GuestBook {
    private final long[] arrived;
    private final long[] left;

    GuestBook(int readers) {
        arrived = new long[readers];
        left = new long[readers];
    }

    void arrive(int reader) {
        arrived[reader]++;
    }

    void leave(int reader) {
        left[reader]++;
    }

    /** The number of a reader that has come and not left; -1 if there is none. */
    int straggler() {
        for (int reader = 0; reader < arrived.length; reader++) {
            if (arrived[reader] != left[reader]) {
                return reader;
            }
        }
        return -1;
    }
}
