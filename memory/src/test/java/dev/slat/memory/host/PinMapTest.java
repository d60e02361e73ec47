package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class PinMapTest {
    private static final int PAGES = 40;

    @Test
    void countsAreThoseOfAnArray() {
        Random random = new Random(5);
        PinMap map = new PinMap();
        int[] model = new int[PAGES];
        List<int[]> pinned = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            boolean pin = pinned.isEmpty() || (pinned.size() < 12 && random.nextBoolean());
            int[] range;
            if (pin) {
                int first = random.nextInt(PAGES);
                range = new int[] {first, first + 1 + random.nextInt(PAGES - first)};
                pinned.add(range);
                map.pin(range[0], range[1]);
            } else {
                range = pinned.remove(random.nextInt(pinned.size()));
                map.unpin(range[0], range[1]);
            }
            for (int page = range[0]; page < range[1]; page++) {
                model[page] += pin ? 1 : -1;
            }
            for (int page = 0; page < PAGES; page++) {
                assertThat(map.isPinned(page)).as("page %d", page).isEqualTo(model[page] > 0);
            }
        }
        pinned.forEach(range -> map.unpin(range[0], range[1]));
        assertThat(map.size()).as("nothing is left").isZero();
    }

    @Test
    void unpinningMoreOftenThanPinningIsADefectThatIsSaid() {
        PinMap map = new PinMap();
        map.pin(0, 4);
        assertThatThrownBy(() -> map.unpin(2, 6)).isInstanceOf(IllegalStateException.class);
        assertThat(map.isPinned(3)).isTrue();
    }

    @Test
    void actionRunsOnPagesThatAreNotPinnedOnly() {
        PinMap map = new PinMap();
        map.pin(1, 2);
        assertThat(map.unlessPinned(0, () -> true)).isTrue();
        assertThat(map.unlessPinned(1, () -> true)).isFalse();
        map.unpin(1, 2);
        assertThat(map.unlessPinned(1, () -> true)).isTrue();
    }
}
