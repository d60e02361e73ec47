package dev.slat.torture;

/** A way of reading. */
interface ReaderKind extends AutoCloseable {
    /** A few sections. */
    void read() throws Exception;

    /** Hands in what was counted, outside of any section. */
    @Override
    void close();
}
