package dev.slat.memory.stage2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.FakeHost;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;
import dev.slat.memory.slots.SlotLimits;
import dev.slat.memory.slots.SlotRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Objects;

/**
 * Faults that meet invalidations, at each moment of either. One thread: an invalidation comes while
 * the host looks for the page, and grace periods are over at once.
 */
class InvalidationTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x100_0000;
    private static final long OLD = 0x200_0000;
    private static final long NEW = 0x300_0000;

    private final FakeHost host = new FakeHost().map(USER, OLD, 16 * PAGE);
    private final MemorySlots slots =
            new MemorySlots(
                    new SlotLimits(40, 1, 10, 0),
                    host,
                    new NoSteps(),
                    Allocations.REAL,
                    Fault.NONE);
    private final Stage2 stage2 =
            new Stage2(
                    1,
                    host,
                    visitor -> visitor.accept(slots.current()),
                    () -> {},
                    () -> {},
                    Runnable::run,
                    Fault.NONE);

    @BeforeEach
    void slotOfSixteenPages() {
        host.addNotifier(stage2);
        slots.set(new SlotRequest(1, 0, 0, 16 * PAGE, USER, false));
    }

    private static long user(long page) {
        return USER + page * PAGE;
    }

    private void begin(long first, long end) {
        stage2.invalidateStart(user(first), user(end));
    }

    private void end(long first, long end) {
        stage2.invalidateEnd(user(first), user(end));
    }

    private long fault(long page) {
        MemorySlot slot = Objects.requireNonNull(slots.current().byId(1));
        return stage2.fault(slots.current(), slot, page, page, true, (s, gfn) -> {});
    }

    /** A fault, and what happens after it has found its page. */
    private long faultDuring(long page, Runnable meanwhile) {
        host.hook =
                (address, write) -> {
                    host.hook = (a, w) -> {};
                    meanwhile.run();
                };
        return fault(page);
    }

    @Test
    void faultThatBeganBeforeAWholeInvalidationTriesAgainAndFindsTheNewPage() {
        assertThat(faultDuring(3, () -> host.replace(user(3), NEW))).isEqualTo(Stage2.RETRY);
        assertThat(stage2.find(0, 3, false)).as("nothing was mapped").isEqualTo(Stage2.MISS);
        assertThat(fault(3)).isEqualTo(NEW);
        assertThat(stage2.find(0, 3, true)).isEqualTo(NEW);
    }

    @Test
    void faultThatSawAnInvalidationBeginTriesAgainUntilItHasEnded() {
        assertThat(faultDuring(3, () -> begin(2, 4))).isEqualTo(Stage2.RETRY);
        assertThat(fault(3)).as("it began after the start").isEqualTo(Stage2.RETRY);
        end(2, 4);
        assertThat(fault(3)).isEqualTo(OLD + 3 * PAGE);
    }

    @Test
    void faultThatSawOnlyTheEndTriesAgain() {
        begin(2, 4);
        assertThat(faultDuring(3, () -> end(2, 4))).isEqualTo(Stage2.RETRY);
        assertThat(stage2.find(0, 3, false)).isEqualTo(Stage2.MISS);
    }

    @Test
    void faultOutsideTheRangeGoesThroughWhileAnInvalidationIsOpen() {
        begin(2, 4);
        assertThat(fault(1)).isEqualTo(OLD + PAGE);
        assertThat(fault(4)).isEqualTo(OLD + 4 * PAGE);
        assertThat(fault(2)).isEqualTo(Stage2.RETRY);
        assertThat(faultDuring(12, () -> begin(8, 9))).as("elsewhere").isEqualTo(OLD + 12 * PAGE);
        end(8, 9);
        end(2, 4);
    }

    @Test
    void twoThatOverlapHoldTheirFaultsUpUntilBothHaveEnded() {
        assertThat(fault(3)).isEqualTo(OLD + 3 * PAGE);
        begin(2, 5);
        begin(4, 8);
        end(2, 5);
        for (int page = 4; page < 8; page++) {
            assertThat(fault(page)).as("page %d", page).isEqualTo(Stage2.RETRY);
        }
        assertThat(fault(1)).isEqualTo(OLD + PAGE);
        assertThat(fault(8)).isEqualTo(OLD + 8 * PAGE);
        end(4, 8);
        for (int page = 2; page < 8; page++) {
            assertThat(fault(page)).as("page %d", page).isEqualTo(OLD + page * PAGE);
        }
    }

    @Test
    void firstToBeginMayBeLastToEnd() {
        begin(2, 5);
        begin(4, 8);
        end(4, 8);
        assertThat(fault(2)).isEqualTo(Stage2.RETRY);
        end(2, 5);
        assertThat(fault(2)).isEqualTo(OLD + 2 * PAGE);
        begin(10, 11);
        assertThat(fault(2)).as("the range of before is forgotten").isEqualTo(OLD + 2 * PAGE);
        end(10, 11);
    }

    @Test
    void invalidationWhereNoSlotHasMemoryCountsForNobody() {
        stage2.invalidateStart(USER - PAGE, USER);
        stage2.invalidateStart(user(16), user(20));
        assertThat(fault(0)).isEqualTo(OLD);
        assertThat(fault(15)).isEqualTo(OLD + 15 * PAGE);
        stage2.invalidateEnd(user(16), user(20));
        assertThat(faultDuring(1, () -> stage2.invalidateEnd(USER - PAGE, USER)))
                .as("nothing moved")
                .isEqualTo(OLD + PAGE);
    }

    @Test
    void invalidationTakesTheTranslationsOfItsRangeAndNoOthers() {
        for (int page = 0; page < 16; page++) {
            fault(page);
        }
        begin(2, 4);
        for (int page = 0; page < 16; page++) {
            boolean gone = page == 2 || page == 3;
            assertThat(stage2.find(0, page, false))
                    .as("page %d", page)
                    .isEqualTo(gone ? Stage2.MISS : OLD + page * PAGE);
        }
        end(2, 4);
    }

    @Test
    void endWithoutItsStartIsADefectThatIsSaid() {
        assertThatThrownBy(() -> end(2, 4)).hasMessageContaining("had not begun");
    }
}
