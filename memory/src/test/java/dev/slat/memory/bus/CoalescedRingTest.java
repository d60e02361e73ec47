package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class CoalescedRingTest {
    private final List<String> seen = new ArrayList<>();

    private void note(long gpa, int length, boolean pio, long data) {
        seen.add("%x:%d:%s%x".formatted(gpa, length, pio ? "port " : "", data));
    }

    @Test
    void entriesComeOutInOrderAndOnce() {
        CoalescedRing ring = CoalescedRing.create();
        assertThat(ring.add(0xd000_0000L, 4, false, 0x1_2345_6789L)).isTrue();
        assertThat(ring.add(0x60, 1, true, -1)).isTrue();
        assertThat(ring.add(-8, 8, false, -1)).isTrue();
        assertThat(ring.peek(this::note)).isEqualTo(3);
        assertThat(ring.drain(this::note)).isEqualTo(3);
        assertThat(ring.drain(this::note)).isZero();
        List<String> expected =
                List.of(
                        "d0000000:4:23456789",
                        "60:1:port ff",
                        "fffffffffffffff8:8:" + "f".repeat(16));
        assertThat(seen.subList(0, 3)).isEqualTo(expected);
        assertThat(seen.subList(3, seen.size())).isEqualTo(expected);
        assertThat(ring.first()).isEqualTo(3);
        assertThat(ring.last()).isEqualTo(3);
    }

    @Test
    void aRingOf170Holds169FromEveryStart() {
        CoalescedRing ring = CoalescedRing.create();
        assertThat(ring.places()).isEqualTo(170);
        for (int start = 0; start < 170; start++) {
            assertThat(ring.first()).isEqualTo(start);
            int fits = 0;
            while (ring.add(start, 4, false, fits)) {
                fits++;
            }
            assertThat(fits).isEqualTo(169);
            assertThat(ring.last()).isEqualTo((start + 169) % 170);
            assertThat(ring.drain(this::note)).isEqualTo(169);
            ring.add(0, 1, false, 0);
            ring.add(0, 1, false, 0);
            ring.drain(this::note);
        }
    }

    @Property(tries = 500)
    void anyMixOfAddingAndTakingEqualsAQueue(
            @ForAll @IntRange(min = 2, max = 9) int places,
            @ForAll @Size(max = 100) List<@IntRange(max = 9) Integer> steps) {
        CoalescedRing ring = CoalescedRing.create(places);
        Deque<Long> queue = new ArrayDeque<>();
        long next = 0;
        for (int step : steps) {
            if (step < 7) {
                boolean room = queue.size() < places - 1;
                assertThat(ring.add(next, 8, false, next)).isEqualTo(room);
                if (room) {
                    queue.add(next);
                }
                next++;
            } else {
                List<Long> taken = new ArrayList<>();
                CoalescedRing.Visitor visitor = (gpa, length, pio, data) -> taken.add(data);
                if (step == 7) {
                    ring.peek(visitor);
                    assertThat(taken).containsExactlyElementsOf(queue);
                } else {
                    ring.drain(visitor);
                    assertThat(taken).containsExactlyElementsOf(queue);
                    queue.clear();
                }
            }
            assertThat(ring.isEmpty()).isEqualTo(queue.isEmpty());
        }
    }

    @Test
    void aPlaceIsFreeOnlyAfterItsEntryWasHandled() {
        CoalescedRing ring = CoalescedRing.create(2);
        ring.add(1, 1, false, 1);
        List<Boolean> room = new ArrayList<>();
        ring.drain((gpa, length, pio, data) -> room.add(ring.add(2, 1, false, 2)));
        assertThat(room).containsExactly(false);
        assertThat(ring.add(2, 1, false, 2)).isTrue();
    }

    @Test
    void drainingTakesWhatWasThereAtItsStart() {
        CoalescedRing ring = CoalescedRing.create(8);
        ring.add(1, 1, false, 1);
        assertThat(ring.drain((gpa, length, pio, data) -> ring.add(2, 1, false, 2))).isEqualTo(1);
        assertThat(ring.drain(this::note)).isEqualTo(1);
        assertThat(seen).containsExactly("2:1:2");
    }

    @Test
    void drainingFromWithinAVisitorTakesNothing() {
        CoalescedRing ring = CoalescedRing.create(8);
        ring.add(1, 1, false, 1);
        ring.add(2, 1, false, 2);
        List<Integer> inner = new ArrayList<>();
        ring.drain((gpa, length, pio, data) -> inner.add(ring.drain(this::note)));
        assertThat(inner).containsExactly(0, 0);
        assertThat(seen).isEmpty();
    }

    @Test
    void aVisitorThatThrowsHasTakenItsEntry() {
        CoalescedRing ring = CoalescedRing.create(8);
        ring.add(1, 1, false, 1);
        ring.add(2, 1, false, 2);
        assertThatThrownBy(
                        () ->
                                ring.drain(
                                        (gpa, length, pio, data) -> {
                                            throw new IllegalStateException("device");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        ring.drain(this::note);
        assertThat(seen).containsExactly("2:1:2");
    }

    @Test
    void sizesThatNoRingOrStoreHasAreRefused() {
        for (int places : new int[] {-1, 0, 1, CoalescedRingLayout.MAX_PLACES + 1}) {
            assertThatThrownBy(() -> CoalescedRing.create(places))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(places));
        }
        CoalescedRing ring = CoalescedRing.create(2);
        for (int length : new int[] {-1, 0, 9}) {
            assertThatThrownBy(() -> ring.add(0, length, false, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
