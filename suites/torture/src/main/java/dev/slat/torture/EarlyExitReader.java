package dev.slat.torture;

import dev.slat.srcu.Reader;
import dev.slat.torture.run.Delay;

/** Broken on purpose: its exit is counted before its last look. */
final class EarlyExitReader implements ReaderKind {
    /** Together longer than a few grace periods of the mix. */
    private static final int LOOKS = 100;

    private static final long LOOK_NANOS = 1_000_000;

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
        for (int look = 0; look < LOOKS && element.age() <= Element.UNLINKED; look++) {
            Delay.sleep(LOOK_NANOS);
        }
        visitor.leave(element);
    }

    @Override
    public void close() {
        reader.close();
        visitor.end();
    }
}
