package dev.slat.srcu;

/**
 * A domain's epoch: every grace period moves it on by one, and a registered reader stamps its cell
 * with it. It starts at 1, so that 0 in a cell can say "outside", and 63 bits never wrap: a million
 * grace periods a second take 292,000 years.
 *
 * <p>Padded: all readers load it at every entry, and nothing else that is written may evict it.
 */
@SuppressWarnings("unused") // the padding
final class Epoch extends Padding {
    /** Volatile by declaration: so the compiled load needs no null check of its own. */
    private volatile long value = 1;

    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14;

    /**
     * Reader: a section that is stamped with epoch e sees all that was unlinked before e began
     * (acquire). Opaque would not do: on AArch64 the data could be read before the epoch.
     */
    long now() {
        return value;
    }

    /** Only the thread that runs a grace period. Returns the epoch that ends. */
    long advance() {
        long old = value;
        value = old + 1;
        return old;
    }
}
