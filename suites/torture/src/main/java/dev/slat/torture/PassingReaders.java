package dev.slat.torture;

import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;

import java.util.concurrent.FutureTask;

/**
 * Threads that come, read and end: the domain keeps a cell for each of them, which makes room for
 * later ones. They end inside a section, which whoever comes after closes for them.
 */
final class PassingReaders implements ReaderKind {
    private record Left(Section section, Element element) {}

    private final Srcu srcu;
    private final Visitor visitor;

    PassingReaders(Srcu srcu, Visitor visitor) {
        this.srcu = srcu;
        this.visitor = visitor;
    }

    @Override
    public void read() throws Exception {
        var pass = new FutureTask<>(this::pass);
        Thread.ofPlatform().daemon().start(pass).join();
        Left open = pass.get();
        visitor.stay();
        visitor.leave(open.element);
        open.section.close();
    }

    private Left pass() {
        try (var _ = srcu.enter()) {
            visitor.leave(visitor.arrive());
        }
        return new Left(srcu.enter(), visitor.arrive());
    }

    @Override
    public void close() {
        visitor.end();
    }
}
