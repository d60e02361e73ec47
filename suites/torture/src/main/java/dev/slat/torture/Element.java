package dev.slat.torture;

import dev.slat.torture.Mailbox.Letter;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What readers read and updaters replace. After it was unlinked it grows older by one with each
 * grace period, and is freed at {@link #FREED}: so a reader that still holds it tells by how many
 * grace periods it was forgotten.
 */
final class Element {
    /** Published. */
    static final int PUBLISHED = 0;

    /** Unlinked, and no grace period has passed since. */
    static final int UNLINKED = 1;

    /** Wiped, and back in the pool. */
    static final int FREED = 10;

    final GuestBook book;
    final AtomicReference<@Nullable Letter> letter = new AtomicReference<>();

    private volatile int age = FREED;

    // Plain: the link by which a reader gets here is all that orders them.
    private long contents;
    private long complement;

    Element(int readers) {
        book = new GuestBook(readers);
    }

    /** Before it is published. */
    void fill(long value) {
        contents = value;
        complement = ~value;
        age = PUBLISHED;
    }

    /** It was unlinked. */
    void unlink() {
        age = UNLINKED;
    }

    /**
     * A grace period has passed since it was unlinked. Never by two threads at once.
     *
     * @return whether it is freed by it
     */
    boolean grow() {
        int older = age + 1;
        if (older == FREED) {
            contents = 0;
            complement = 0;
        }
        age = older;
        return older == FREED;
    }

    int age() {
        return age;
    }

    /** Whether its contents are what {@link #fill} put in. */
    boolean isWhole() {
        return contents == ~complement;
    }
}
