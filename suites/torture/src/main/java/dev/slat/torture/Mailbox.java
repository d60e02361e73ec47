package dev.slat.torture;

import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A check of memory order between three readers, through a grace period.
 *
 * <p>Each reader counts its sections. A reader that meets an element notes what it sees of another
 * one's count, without any order of its own (opaque), and leaves the letter in the element. When a
 * grace period has passed over the element, its updater posts the letter. A third reader opens it
 * and looks at the count again: it must not have gone back, because what the first one saw in its
 * section happens before the end of the grace period.
 */
final class Mailbox {
    /** What a reader saw of another reader's count. */
    record Letter(int about, long seen) {}

    private final AtomicLongArray counts;
    private final AtomicReference<@Nullable Letter> posted = new AtomicReference<>();

    Mailbox(int readers) {
        counts = new AtomicLongArray(readers);
    }

    /** The reader begins a section. */
    void count(int reader) {
        counts.setOpaque(reader, counts.getPlain(reader) + 1);
    }

    /** In a section: writes a letter about another reader, and leaves it if there is none. */
    void write(Element element, int about) {
        if (element.letter.getPlain() == null) {
            Letter letter = new Letter(about, counts.getOpaque(about));
            var _ = element.letter.weakCompareAndSetPlain(null, letter);
        }
    }

    /** After the grace period: posts the letter of an element. */
    void post(Element element) {
        Letter letter = element.letter.getPlain();
        if (letter != null) {
            element.letter.setPlain(null);
            posted.compareAndSet(null, letter);
        }
    }

    /** Opens a letter, if there is one, and checks what it says. */
    void open(Findings findings) {
        Letter letter = posted.getAcquire();
        if (letter != null && posted.compareAndSet(letter, null)) {
            long now = counts.getOpaque(letter.about);
            findings.require(
                    now >= letter.seen,
                    Check.MAILBOX,
                    "reader %d had counted %d before a grace period and %d after it"
                            .formatted(letter.about, letter.seen, now));
        }
    }
}
