package dev.slat.torture;

import dev.slat.srcu.Reader;
import dev.slat.srcu.Section;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A registered reader that some threads have in turn: each ends the section that another one began,
 * or begins one for another to end. The lock is the edge by which it is handed on.
 */
final class RelayReader implements ReaderKind {
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Reader reader;
    private final Visitor visitor;
    private int users;
    private @Nullable Section section;
    private @Nullable Element held;

    RelayReader(Reader reader, Visitor visitor, int users) {
        this.reader = reader;
        this.visitor = visitor;
        this.users = users;
    }

    @Override
    public void read() throws InterruptedException {
        turn.lock();
        try {
            if (section == null || held == null) {
                section = reader.enter();
                held = visitor.arrive();
                visitor.stay();
            } else {
                leave(section, held);
            }
        } finally {
            turn.unlock();
        }
    }

    private void leave(Section open, Element element) {
        visitor.leave(element);
        held = null;
        section = null;
        open.close();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (--users == 0) {
                if (section != null && held != null) {
                    leave(section, held);
                }
                reader.close();
                visitor.end();
            }
        } finally {
            turn.unlock();
        }
    }
}
