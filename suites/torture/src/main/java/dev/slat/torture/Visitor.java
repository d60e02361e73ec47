package dev.slat.torture;

import dev.slat.torture.run.Check;
import dev.slat.torture.run.Delay;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What a reader does inside its sections: comes to an element, stays, looks at it and leaves.
 *
 * <p>One for each reader, which one thread has at a time.
 */
final class Visitor {
    final SplittableRandom dice;
    private final Trial trial;
    private final List<Pool> pools;
    private final int number;
    private final AgeHistogram ages = new AgeHistogram();
    private long sections;

    Visitor(Trial trial, List<Pool> pools, int number, SplittableRandom dice) {
        this.trial = trial;
        this.pools = pools;
        this.number = number;
        this.dice = dice;
    }

    Pool pool() {
        return pools.get(dice.nextInt(pools.size()));
    }

    /** In a section: comes to what is published now. */
    Element arrive() {
        return arrive(pool().link.get());
    }

    /** In a section: comes to an element that was dereferenced in it. */
    Element arrive(Element element) {
        element.book.arrive(number);
        trial.mailbox.count(number);
        int other = dice.nextInt(Trial.READERS);
        if (other != number) {
            trial.mailbox.write(element, other);
        }
        return element;
    }

    /** Stays for a while, inside a section or out of it. */
    void stay() throws InterruptedException {
        Delay.some(dice);
    }

    /** Still in the section: a last look at an element. */
    void leave(Element element) {
        sections++;
        look(element);
        element.book.leave(number);
        trial.mailbox.open(trial.findings);
    }

    /** Checks an element, which the caller's section must protect. */
    void look(Element element) {
        boolean whole = element.isWhole();
        int age = element.age();
        if (!ages.saw(age)) {
            trial.findings.failed(
                    Check.AGE,
                    "a reader holds an element that was retired %d grace periods ago"
                            .formatted(age - Element.UNLINKED));
        }
        if (!whole) {
            trial.findings.failed(Check.CONTENTS, "a reader sees an element that is not filled in");
        }
    }

    /** Hands in the counts. */
    void end() {
        trial.ages.add(ages);
        trial.sections.add(sections);
        trial.findings.passed(Check.AGE, sections - ages.bad());
        trial.findings.passed(Check.CONTENTS, sections);
    }
}
