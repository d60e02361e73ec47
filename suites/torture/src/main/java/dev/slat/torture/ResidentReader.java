package dev.slat.torture;

import dev.slat.srcu.Reader;

/** A reader that lives inside a section, as an event loop does. */
final class ResidentReader implements ReaderKind {
    private final Reader reader;
    private final Visitor visitor;

    ResidentReader(Reader reader, Visitor visitor) {
        this.reader = reader;
        this.visitor = visitor;
        reader.online();
    }

    @Override
    public void read() throws InterruptedException {
        Element element = visitor.arrive(visitor.pool().link.dereference(reader));
        visitor.stay();
        visitor.leave(element);
        if (visitor.dice.nextInt(8) == 0) {
            reader.offline();
            visitor.stay();
            reader.online();
        } else {
            reader.quiescent();
        }
    }

    @Override
    public void close() {
        reader.offline();
        reader.close();
        visitor.end();
    }
}
