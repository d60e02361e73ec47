package dev.slat.memory.stage2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.HostPage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/** The tree alone, on one thread. */
class Stage2TreeTest {
    private static final long HVA = 1L << 30;

    private final Stage2Tree tree = new Stage2Tree(new TablePool(Runnable::run));

    private boolean isWritable(long gfn) {
        return Entry.isWritable(tree.find(gfn));
    }

    private void map(long gfn, int level) {
        tree.install(gfn, level, Entry.of(HVA + (gfn << 12), true));
    }

    @Property(tries = 200)
    void protectTakesTheFramesOfTheMaskAndNoOthersWhereverItBegins(
            @ForAll @LongRange(min = 0, max = 1024) long gfn, @ForAll long mask) {
        for (long i = 0; i < 3 * TablePage.PLACES; i++) {
            map(i, HostPage.LEVEL_4K);
        }
        assertThat(tree.protect(gfn, mask)).isEqualTo(mask != 0);
        for (long i = 0; i < 3 * TablePage.PLACES; i++) {
            long bit = i - gfn;
            boolean inMask = bit >= 0 && bit < Long.SIZE && ((mask >>> bit) & 1) != 0;
            assertThat(isWritable(i)).as("frame %d", i).isEqualTo(!inMask);
        }
        assertThat(tree.protect(gfn, mask)).isFalse();
    }

    @Test
    void protectOfAPageInALargeLeafTakesTheWholeLeaf() {
        map(512, HostPage.LEVEL_2M);
        assertThat(tree.protect(500, 1L << 40)).isTrue(); // frame 540, in the second table
        assertThat(isWritable(512)).isFalse();
        assertThat(tree.protect(512, -1L)).isFalse();
    }

    @Test
    void aPageNeverTakesThePlaceOfAnotherOneThatWasNotFlushed() {
        map(7, HostPage.LEVEL_4K);
        long other = Entry.of(HVA, true);
        assertThatThrownBy(() -> tree.install(7, HostPage.LEVEL_4K, other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was not flushed");
        tree.zap(7, 1, new ArrayList<>());
        tree.install(7, HostPage.LEVEL_4K, other);
        assertThat(Entry.hva(tree.find(7))).isEqualTo(HVA);
    }

    @Test
    void zapLeavesWhatIsBesideTheRange() {
        for (long gfn = 0; gfn < 1_100; gfn++) {
            map(gfn, HostPage.LEVEL_4K);
        }
        assertThat(tree.zap(511, 514, new ArrayList<>())).isTrue(); // a whole table, and edges
        assertThat(tree.find(510)).isNotEqualTo(Entry.NONE);
        assertThat(tree.find(511)).isEqualTo(Entry.NONE);
        assertThat(tree.find(1_024)).isEqualTo(Entry.NONE);
        assertThat(tree.find(1_025)).isNotEqualTo(Entry.NONE);
        assertThat(tree.has(0, 510, Entry.WRITABLE)).isTrue();
        assertThat(tree.has(511, 514, Entry.WRITABLE)).isFalse();
    }
}
