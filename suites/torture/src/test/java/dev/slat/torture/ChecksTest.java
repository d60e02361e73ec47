package dev.slat.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.srcu.Srcu;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Each check is fed a violation, and must say so. */
class ChecksTest {
    private final Findings findings = new Findings(false);
    private final Srcu srcu = Srcu.create("checks");
    private final Trial trial = new Trial(srcu, findings, BrokenVariant.NONE, 1);
    private final SplittableRandom dice = new SplittableRandom(1);
    private final Pool pool = new Pool(trial, dice);

    @AfterEach
    void close() {
        srcu.close();
    }

    @Test
    void aLetterThatIsStillTruePasses() {
        postLetterAboutReader1();
        trial.mailbox.count(1);
        trial.mailbox.open(findings);
        assertThat(findings.passes(Check.MAILBOX)).isEqualTo(1);
        assertThat(findings.failures()).isZero();
    }

    @Test
    void aCountThatHasGoneBackIsFound() {
        postLetterAboutReader1();
        Element other = filled();
        other.letter.set(new Mailbox.Letter(1, 7));
        trial.mailbox.open(findings);
        trial.mailbox.post(other);
        trial.mailbox.open(findings);
        assertThat(findings.failures(Check.MAILBOX)).isEqualTo(1);
        assertThat(findings.first().orElseThrow())
                .isEqualTo("mailbox: reader 1 had counted 7 before a grace period and 2 after it");
    }

    @Test
    void aLetterIsOpenedOnce() {
        postLetterAboutReader1();
        trial.mailbox.open(findings);
        trial.mailbox.open(findings);
        assertThat(findings.passes(Check.MAILBOX)).isEqualTo(1);
    }

    @Test
    void aGuestWhoHasNotLeftIsFound() {
        Element element = filled();
        element.unlink();
        element.book.arrive(3);
        element.book.arrive(4);
        element.book.leave(4);
        assertThat(pool.grow(element)).isFalse();
        assertThat(findings.first().orElseThrow())
                .isEqualTo(
                        "guest-book: reader 3 is in an element of age 1 when a grace period ends");
    }

    @Test
    void aReaderThatIsTooLateIsFound() {
        Visitor visitor = new Visitor(trial, List.of(pool), 0, dice);
        Element element = visitor.arrive();
        element.unlink();
        visitor.look(element);
        assertThat(findings.failures()).isZero();
        var _ = element.grow();
        visitor.leave(element);
        assertThat(findings.first().orElseThrow())
                .isEqualTo("age: a reader holds an element that was retired 1 grace periods ago");
        visitor.end();
        assertThat(trial.ages.bad()).isEqualTo(1);
    }

    @Test
    void anElementThatIsNotFilledInIsFound() {
        new Visitor(trial, List.of(pool), 0, dice).look(new Element(1));
        assertThat(findings.failures(Check.CONTENTS)).isEqualTo(1);
    }

    @Test
    void anElementIsWipedAndFreeAtTheEndOfItsLife() {
        int free = pool.free();
        Element element = filled();
        assertThat(element.isWhole()).isTrue();
        element.unlink();
        for (int age = Element.UNLINKED + 1; age < Element.FREED; age++) {
            assertThat(pool.grow(element)).isFalse();
        }
        assertThat(pool.grow(element)).isTrue();
        assertThat(element.isWhole()).isFalse();
        assertThat(pool.free()).isEqualTo(free);
        assertThat(findings.passes(Check.GUEST_BOOK)).isEqualTo(Element.FREED - 1);
    }

    @Test
    void callbacksOutOfOrderAreFound() {
        CallOrder order = new CallOrder(findings);
        Runnable first = order.next(() -> {});
        Runnable second = order.next(() -> {});
        second.run();
        assertThat(findings.first().orElseThrow())
                .isEqualTo("order: callback 1 of its caller runs as number 0");
        first.run();
        assertThat(findings.failures(Check.ORDER)).isEqualTo(2);
    }

    @Test
    void callbacksInOrderPass() {
        CallOrder order = new CallOrder(findings);
        Runnable first = order.next(() -> {});
        Runnable second = order.next(() -> {});
        first.run();
        second.run();
        assertThat(findings.passes(Check.ORDER)).isEqualTo(2);
        assertThat(findings.failures()).isZero();
    }

    private Element filled() {
        return Objects.requireNonNull(pool.take(42));
    }

    private void postLetterAboutReader1() {
        trial.mailbox.count(1);
        trial.mailbox.count(1);
        Element element = filled();
        trial.mailbox.write(element, 1);
        trial.mailbox.post(element);
    }
}
