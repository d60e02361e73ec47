package dev.slat.torture;

import dev.slat.srcu.Reader;

/** Broken on purpose: its exit is counted before its last look. */
final class EarlyExitReader implements ReaderKind {
    /** About as long as a grace period of the mix. */
    private static final long STAY_NANOS = 2_000_000;

    private final Reader reader;
    private final Visitor visitor;

    EarlyExitReader(Reader reader, Visitor visitor) {
        this.reader = reader;
        this.visitor = visitor;
    }

    @Override
    public void read() throws InterruptedException {
        Element element;
        try (var _ = reader.enter()) {
            element = visitor.arrive();
        }
        Delay.sleep(STAY_NANOS);
        visitor.leave(element);
    }

    @Override
    public void close() {
        reader.close();
        visitor.end();
    }
}
