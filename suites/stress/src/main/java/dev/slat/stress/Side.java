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
    /** {@code reader.enter()} and {@code reader.exit()}. */
    static final Side REGISTERED =
            new Side() {
                @Override
                Object enter() {
                    return READER.enter();
                }

                @Override
                void exit(Object section) {
                    READER.exit();
                }
            };

    /** The section of a registered reader as an object. */
    static final Side GUARD =
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

    /** A nested section has come and gone. */
    static final Side NESTED =
            new Side() {
                @Override
                Object enter() {
                    Section outer = READER.enter();
                    var _ = READER.enter();
                    READER.exit();
                    return outer;
                }

                @Override
                void exit(Object section) {
                    READER.exit();
                }
            };

    /** A platform thread without a reader: counts in its own stripe. */
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

    /** Two anonymous sections that overlap: the first one is over. */
    static final Side OVERLAPPING =
            new Side() {
                @Override
                Object enter() {
                    Section first = DOMAIN.enter();
                    Section second = DOMAIN.enter();
                    first.close();
                    return second;
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
                    READER.exit();
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
                    UNFENCED_READER.exit();
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
}
