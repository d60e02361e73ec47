package dev.slat.torture;

import dev.slat.srcu.SrcuRef;
import dev.slat.torture.run.Check;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The elements of one updater: one is published, some grow old, the rest are free. They are used
 * again and again, so a reader that kept one too long meets its next life.
 */
final class Pool {
    /** Ten lives of ten ages, as in rcutorture. */
    static final int SIZE = 10 * Element.FREED;

    final SrcuRef<Element> link;
    private final Trial trial;
    private final ConcurrentLinkedQueue<Element> free = new ConcurrentLinkedQueue<>();

    Pool(Trial trial, SplittableRandom dice) {
        this.trial = trial;
        Stream.generate(() -> new Element(Trial.READERS)).limit(SIZE - 1L).forEach(free::add);
        Element first = new Element(Trial.READERS);
        first.fill(dice.nextLong());
        link = new SrcuRef<>(trial.srcu, first);
    }

    /** An element to be published; null if none is free. */
    @Nullable Element take(long contents) {
        Element element = free.poll();
        if (element != null) {
            element.fill(contents);
        }
        return element;
    }

    /** A grace period has passed since the element was unlinked. Returns whether it is free now. */
    boolean grow(Element element) {
        int straggler = element.book.straggler();
        trial.findings.require(
                straggler < 0,
                Check.GUEST_BOOK,
                "reader %d is in an element of age %d when a grace period ends"
                        .formatted(straggler, element.age()));
        if (element.age() == Element.UNLINKED) {
            trial.mailbox.post(element);
        }
        if (!element.grow()) {
            return false;
        }
        free.add(element);
        return true;
    }

    int free() {
        return free.size();
    }
}
