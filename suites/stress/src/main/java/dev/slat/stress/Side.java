package dev.slat.stress;

import static dev.slat.stress.Subject.DOMAIN;
import static dev.slat.stress.Subject.OTHER;
import static dev.slat.stress.Subject.READER;
import static dev.slat.stress.Subject.UNFENCED;
import static dev.slat.stress.Subject.UNFENCED_READER;

import dev.slat.srcu.Handover;
import dev.slat.srcu.Section;

/**
 * A kind of reader, and the grace period that belongs to it. Each is one object in a static final
 * field, so compiled code sees through it: nothing stands between the litmus and the class under
 * test.
 */
abstract class Side {
    /** A registered reader. */
    static final Side REGISTERED =
            new Side() {
                @Override
                Object enter() {
                    return READER.enter();
                }

                @Override
                void exit(Object section) {
                    ((Section) section).close();
                }
            };

    /** From one quiescent state to the next, in a life inside a section. */
    static final Side QUIESCENT =
            new Side() {
                @Override
                Object enter() {
                    READER.online();
                    READER.quiescent();
                    return READER;
                }

                @Override
                void exit(Object section) {
                    READER.quiescent();
                    READER.offline();
                }
            };

    /** Inside another section of the same reader: counted in a shared stripe. */
    static final Side NESTED =
            new Side() {
                @Override
                Object enter() {
                    return new Pair(READER.enter(), READER.enter());
                }

                @Override
                void exit(Object section) {
                    Pair pair = (Pair) section;
                    pair.inner.close();
                    pair.outer.close();
                }
            };

    /** Two sections of one reader that overlap: the first one is over. */
    static final Side OVERLAPPING =
            new Side() {
                @Override
                Object enter() {
                    Section first = READER.enter();
                    Section second = READER.enter();
                    first.close();
                    return second;
                }

                @Override
                void exit(Object section) {
                    ((Section) section).close();
                }
            };

    /** A platform thread without a reader: uses the cell of its own. */
    static final Side ANONYMOUS =
            new Side() {
                @Override
                Object enter() {
                    return DOMAIN.enter();
                }

                @Override
                void exit(Object section) {
                    ((Section) section).close();
                }
            };

    /** Counts in a shared stripe, by the code that virtual threads run as well. */
    static final Side SHARED =
            new Side() {
                @Override
                Object enter() {
                    return DOMAIN.down();
                }

                @Override
                void exit(Object section) {
                    ((Handover) section).up();
                }
            };

    /** Registered; the grace period is another domain's. */
    static final Side TWO_DOMAINS =
            new Side() {
                @Override
                Object enter() {
                    return READER.enter();
                }

                @Override
                void exit(Object section) {
                    ((Section) section).close();
                }

                @Override
                void synchronize() {
                    OTHER.synchronize();
                }
            };

    /** The real class without its heavy barrier. */
    static final Side UNFENCED_REAL =
            new Side() {
                @Override
                Object enter() {
                    return UNFENCED_READER.enter();
                }

                @Override
                void exit(Object section) {
                    ((Section) section).close();
                }

                @Override
                void synchronize() {
                    UNFENCED.synchronize();
                }
            };

    abstract Object enter();

    abstract void exit(Object section);

    void synchronize() {
        DOMAIN.synchronize();
    }

    private record Pair(Section outer, Section inner) {}
}
