package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Random sections of some readers, opened and closed in any order, against the rule itself: a
 * cookie is over only when every section that was open when it was taken is closed; and when it is
 * asked for after that, it is.
 */
class ReaderModelTest {
    private static final int READERS = 3;

    /** A cookie, and the sections that were open when it was taken. */
    private record Asked(Cookie cookie, List<Runnable> before) {}

    private final List<Runnable> open = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    @Property(tries = 300)
    void gracePeriodsWaitForExactlyTheSectionsBeforeThem(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 99) Integer> steps)
            throws InterruptedException {
        open.clear();
        asked.clear();
        Srcu srcu = Srcu.create("model");
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(srcu.register("r" + i));
        }
        for (int step : steps) {
            int choice = step / 10;
            switch (step % 10) {
                case 0, 1, 2 -> open.add(readers.get(choice % READERS).enter()::close);
                case 3 -> open.add(srcu.down()::up);
                case 4, 5, 6 -> closeOne(choice);
                case 7 -> asked.add(new Asked(srcu.cookie(), List.copyOf(open)));
                default -> tryAll(srcu);
            }
        }
        tryAll(srcu);
        while (!open.isEmpty()) {
            closeOne(0);
        }
        tryAll(srcu);
        readers.forEach(Reader::close);
        srcu.close();
    }

    private void closeOne(int choice) {
        if (!open.isEmpty()) {
            open.remove(choice % open.size()).run();
        }
    }

    private void tryAll(Srcu srcu) throws InterruptedException {
        for (Asked one : asked) {
            boolean over = srcu.synchronize(one.cookie, Duration.ZERO);
            assertThat(srcu.poll(one.cookie)).isEqualTo(over);
            if (over) {
                assertThat(Collections.disjoint(one.before, open)).isTrue();
            } else {
                assertThat(open).isNotEmpty();
            }
        }
        if (open.isEmpty()) {
            assertThat(asked).allMatch(one -> srcu.poll(one.cookie));
        }
    }
}
