package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The tree by user address, against a plain map by identity. */
class UserPageTreeTest {
    private static final int PAGES = 4_000;

    private static void assertSame(
            UserPageTree tree, Map<Integer, MemorySlot> model, Random random) {
        for (int i = 0; i < 20; i++) {
            long start = i == 0 ? 0 : random.nextLong(PAGES);
            long end = i == 0 ? Long.MAX_VALUE : start + random.nextLong(200);
            List<MemorySlot> found = new ArrayList<>();
            tree.forEachOverlapping(start, end, found::add);
            assertThat(found)
                    .containsExactlyElementsOf(
                            model.values().stream()
                                    .filter(
                                            s ->
                                                    start < end
                                                            && s.userAddress() >> 12 < end
                                                            && s.endUserAddress() >> 12 > start)
                                    .sorted(
                                            Comparator.comparingLong(MemorySlot::userAddress)
                                                    .thenComparingInt(MemorySlot::id))
                                    .toList());
        }
    }

    @Property(tries = 40)
    void treeIsAsAPlainMapAndOldSnapshotsStay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int changes) {
        Random random = new Random(seed);
        UserPageTree tree = UserPageTree.EMPTY;
        Map<Integer, MemorySlot> model = new HashMap<>();
        List<UserPageTree> oldTrees = new ArrayList<>();
        List<Map<Integer, MemorySlot>> oldModels = new ArrayList<>();
        int bias = 30 + random.nextInt(50); // some shrink, some grow
        for (int i = 0; i < changes; i++) {
            int id = random.nextInt(1_500);
            MemorySlot old = model.remove(id);
            if (old != null) {
                tree = tree.without(old);
            }
            if (random.nextInt(100) < bias) {
                long user = random.nextLong(PAGES) << 12; // memory that slots share, too
                var slot = new MemorySlot(id, 0, 1 + random.nextLong(300), user, 0, false, null);
                tree = tree.with(slot);
                model.put(id, slot);
            }
            if (i % 500 == 0) {
                oldTrees.add(tree);
                oldModels.add(new HashMap<>(model));
            }
        }
        assertSame(tree, model, random);
        for (int i = 0; i < oldTrees.size(); i++) {
            assertSame(oldTrees.get(i), oldModels.get(i), random);
        }
        for (MemorySlot slot : model.values()) {
            tree = tree.with(slot.invalidated()).without(slot);
        }
        assertSame(tree, Map.of(), random);
    }
}
