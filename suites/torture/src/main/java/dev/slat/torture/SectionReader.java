package dev.slat.torture;

import dev.slat.srcu.Cookie;
import dev.slat.srcu.Section;
import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;

import java.util.function.Supplier;

/**
 * A reader of guarded sections, single, nested and overlapping: of a registered reader or
 * anonymous, on a platform thread or a virtual one.
 */
final class SectionReader implements ReaderKind {
    private static final int DEEPEST = 6;

    private final Trial trial;
    private final Visitor visitor;
    private final Supplier<Section> enter;
    private final Runnable end;

    /** Enters by {@code enter}; {@code end} gives up what it needs. */
    SectionReader(Trial trial, Visitor visitor, Supplier<Section> enter, Runnable end) {
        this.trial = trial;
        this.visitor = visitor;
        this.enter = enter;
        this.end = end;
    }

    @Override
    public void read() throws InterruptedException {
        switch (visitor.dice.nextInt(8)) {
            case 0 -> nested(visitor.dice.nextInt(1, DEEPEST));
            case 1 -> overlapping();
            case 2 -> takesCookie();
            default -> single();
        }
        if (visitor.dice.nextInt(4) == 0) {
            visitor.stay();
        }
    }

    private void single() throws InterruptedException {
        try (Section section = enter.get()) {
            Element element = visitor.arrive(visitor.pool().link.dereference(section));
            visitor.stay();
            visitor.leave(element);
        }
    }

    /** What the outer section found is still good when the inner ones are over. */
    private void nested(int depth) throws InterruptedException {
        try (Section section = enter.get()) {
            Element element = visitor.arrive(visitor.pool().link.dereference(section));
            visitor.stay();
            if (depth > 0) {
                nested(depth - 1);
            }
            visitor.leave(element);
        }
    }

    /** The second section begins before the first one ends, and ends after it. */
    @SuppressWarnings("MustBeClosedChecker")
    private void overlapping() throws InterruptedException {
        Section first = enter.get();
        Element one = visitor.arrive();
        visitor.stay();
        Section second = enter.get();
        Element two = visitor.arrive();
        visitor.leave(one);
        first.close();
        visitor.stay();
        visitor.leave(two);
        second.close();
    }

    /** A cookie that was taken in a section is not over before its end. */
    private void takesCookie() throws InterruptedException {
        try (var _ = enter.get()) {
            Element element = visitor.arrive();
            Srcu srcu = trial.srcu;
            Cookie cookie = visitor.dice.nextBoolean() ? srcu.cookie() : srcu.startGracePeriod();
            visitor.stay();
            trial.findings.require(
                    !srcu.poll(cookie),
                    Check.COOKIE,
                    "a cookie is over in the section that took it");
            visitor.leave(element);
        }
    }

    @Override
    public void close() {
        end.run();
        visitor.end();
    }
}
