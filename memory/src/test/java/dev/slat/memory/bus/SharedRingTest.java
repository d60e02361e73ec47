package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A ring in memory that its consumer may write: the layout, and what nonsense in it can do. */
class SharedRingTest {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment page = Arena.ofAuto().allocate(4096, 4096);
    private final CoalescedRing ring = CoalescedRing.over(page);

    @Test
    void aPageHasKvmsLayout() {
        assertThat(ring.places()).isEqualTo(170);
        ring.add(0x1234_5678_9abcL, 2, false, 0x77_1122);
        ring.add(0x60, 8, true, -2);
        assertThat(page.get(INT, 0)).isZero();
        assertThat(page.get(INT, 4)).isEqualTo(2);
        assertThat(page.get(LONG, 8)).isEqualTo(0x1234_5678_9abcL);
        assertThat(page.get(INT, 16)).isEqualTo(2);
        assertThat(page.get(INT, 20)).isZero();
        assertThat(page.get(LONG, 24)).isEqualTo(0x1122);
        assertThat(page.get(LONG, 32)).isEqualTo(0x60);
        assertThat(page.get(INT, 40)).isEqualTo(8);
        assertThat(page.get(INT, 44)).isEqualTo(1);
        assertThat(page.get(LONG, 48)).isEqualTo(-2);
    }

    @Test
    void aForeignConsumerMakesRoomByMovingFirst() {
        while (ring.add(1, 1, false, 1)) {}
        page.set(INT, 0, 1);
        assertThat(ring.add(2, 1, false, 2)).isTrue();
        assertThat(ring.add(2, 1, false, 2)).isFalse();
        assertThat(ring.last()).isZero();
    }

    @Test
    void aLastOutOfRangeCountsAsFullAndHoldsNothing() {
        for (int last : new int[] {170, 171, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            page.set(INT, 4, last);
            assertThat(ring.add(1, 1, false, 1)).isFalse();
            assertThat(page.get(INT, 4)).isEqualTo(last);
            List<Long> taken = new ArrayList<>();
            ring.drain((gpa, length, pio, data) -> taken.add(gpa));
            ring.peek((gpa, length, pio, data) -> taken.add(gpa));
            assertThat(taken).isEmpty();
        }
        page.set(INT, 4, 0);
        assertThat(ring.add(1, 1, false, 1)).as("mended, it works again").isTrue();
    }

    @Test
    void anEntryWithAnImpossibleLengthIsPassedOver() {
        List<Long> taken = new ArrayList<>();
        for (int length : new int[] {0, 9, -1}) {
            ring.add(1, 1, false, 1);
            ring.add(2, 1, false, 2);
            page.set(INT, CoalescedRingLayout.entry(ring.first()) + 8, length);
            ring.drain((gpa, bytes, pio, data) -> taken.add(gpa));
        }
        assertThat(taken).containsExactly(2L, 2L, 2L);
    }

    @Test
    void noNonsenseReachesMemoryBesideTheRing() {
        Random random = new Random(11);
        MemorySegment around = Arena.ofAuto().allocate(3 * 512, 8).fill((byte) 0x5a);
        MemorySegment small = around.asSlice(512, 8 + 5 * 24 + 23);
        CoalescedRing attacked = CoalescedRing.over(small);
        assertThat(attacked.places()).isEqualTo(5);
        for (int i = 0; i < 20_000; i++) {
            small.set(INT, random.nextInt(2) * 4L, (random.nextInt(12) - 4) << random.nextInt(30));
            attacked.add(i, 1 + random.nextInt(8), false, -1);
            attacked.drain((gpa, length, pio, data) -> assertThat(length).isBetween(1, 8));
        }
        assertThat(around.asSlice(0, 512).mismatch(filled(512))).isEqualTo(-1);
        assertThat(small.asSlice(8 + 5 * 24).mismatch(filled(23))).isEqualTo(-1);
        assertThat(around.asSlice(1024).mismatch(filled(512))).isEqualTo(-1);
    }

    private static MemorySegment filled(int bytes) {
        return MemorySegment.ofArray(new byte[bytes]).fill((byte) 0x5a);
    }

    @Test
    void memoryThatCannotHoldARingIsRefused() {
        for (MemorySegment bad :
                new MemorySegment[] {
                    page.asSlice(0, 8 + 47),
                    page.asSlice(0, 4),
                    page.asSlice(4, 1024),
                    page.asReadOnly(),
                    MemorySegment.ofArray(new byte[4096]),
                }) {
            assertThatThrownBy(() -> CoalescedRing.over(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CoalescedRing.over(page.asSlice(0, 8 + 48)).places()).isEqualTo(2);
    }
}
