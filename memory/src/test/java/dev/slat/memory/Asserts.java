package dev.slat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tests of guest memory ask again and again. */
final class Asserts {
    private Asserts() {}

    static void assertRefused(Errno errno, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GuestMemoryException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    /** One translation in a section of its own. */
    static long translate(GuestView view, long gpa, boolean write) {
        view.enter();
        try {
            return view.translate(gpa, write);
        } finally {
            view.exit();
        }
    }
}
