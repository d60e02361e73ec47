package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.Errno;
import dev.slat.memory.FakeHost;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.MemorySlots.DirtyMode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The checks of set-memory-region in KVM's order, and the steps that each change takes. */
class SlotRulesTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x7000_0000L;
    private static final long LIMIT = 1L << 40;
    private static final int LOG = MemorySlot.LOG_DIRTY;
    private static final int RO = MemorySlot.READ_ONLY;
    private static final List<String> TWO_STEPS =
            List.of("publish", "grace", "flush", "publish", "grace");

    private final RecordedSteps steps = new RecordedSteps();
    private final MemorySlots slots =
            new MemorySlots(
                    new SlotLimits(40, 2, 100, 10),
                    new FakeHost(),
                    steps,
                    Allocations.REAL,
                    Fault.NONE);

    private void set(int id, int flags, long gpa, long size, long user) {
        slots.set(new SlotRequest(id, flags, gpa, size, user, false));
    }

    private List<MemorySlot> slots() {
        List<MemorySlot> all = new ArrayList<>();
        slots.current().forEach(all::add);
        return all;
    }

    private void refused(Errno errno, String why, SlotRequest request) {
        SlotTable before = slots.current();
        assertThatThrownBy(() -> slots.set(request))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        GuestMemoryException.class, e -> assertThat(e.errno()).isEqualTo(errno));
        assertThat(slots.current()).isSameAs(before);
        assertThat(steps.log).isEmpty();
    }

    @Test
    void theFirstOfTheBrokenRulesIsTheOneThatIsNamed() {
        // Each request breaks the rule that is named and all that come after it.
        long odd = 1;
        long wide = -PAGE;
        Object[][] cases = {
            {"is not in 0..99", 100, 4, wide + odd, PAGE + odd, odd},
            {"unknown flags", 0x50001, 4, wide + odd, PAGE + odd, odd},
            {"the size is not", 0x50001, 0, wide + odd, PAGE + odd, odd},
            {"the address is not", 0x50001, 0, wide + odd, wide, odd},
            {"the user address is not", 0x50001, 0, wide, wide, odd},
            {"not in the host's user", 0x50001, 0, wide, wide, -PAGE},
            {"2 address spaces", 0x50001, 0, wide, PAGE, PAGE},
        };
        for (Object[] c : cases) {
            var request =
                    new SlotRequest(
                            (int) c[1], (int) c[2], (long) c[3], (long) c[4], (long) c[5], false);
            refused(Errno.EINVAL, (String) c[0], request);
        }
    }

    @Test
    void rangesThatWrapOrAreTooLongAreRefused() {
        refused(Errno.EINVAL, "wraps", new SlotRequest(1, 0, -PAGE, PAGE, USER, false));
        long pages = (1L << 31) - 1;
        refused(
                Errno.EINVAL,
                "more than",
                new SlotRequest(1, 0, 0, (pages + 1) * PAGE, USER, false));
        refused(
                Errno.EINVAL,
                "address bits",
                new SlotRequest(1, 0, LIMIT - PAGE, 2 * PAGE, USER, false));
        set(1, 0, LIMIT - PAGE, PAGE, USER); // ends exactly at the limit
    }

    @Test
    void deletionsOfWhatIsNotThereAreRefusedAfterTheOtherChecks() {
        refused(Errno.EINVAL, "no such slot", new SlotRequest(1, 0, 0, 0, USER, false));
        refused(Errno.EINVAL, "unknown flags", new SlotRequest(1, 8, 0, 0, USER, false));
        set(1, 0, 0, PAGE, USER);
        steps.take();
        refused(Errno.EINVAL, "the address is", new SlotRequest(1, 0, 1, 0, USER, false));
        set(1, LOG, LIMIT * 2, 0, 0); // neither place nor memory nor flags need be the slot's
        assertThat(slots()).isEmpty();
    }

    @Test
    void aSlotKeepsItsMemorySizeAndReadOnlyFlag() {
        set(1, 0, 0, 2 * PAGE, USER);
        steps.take();
        String why = "for life";
        refused(Errno.EINVAL, why, new SlotRequest(1, 0, 0, PAGE, USER, false));
        refused(Errno.EINVAL, why, new SlotRequest(1, 0, 0, 2 * PAGE, USER + PAGE, false));
        refused(Errno.EINVAL, why, new SlotRequest(1, RO, 0, 2 * PAGE, USER, false));
    }

    @Test
    void overlapsAreRefusedInTheSameAddressSpaceOnlyAndBeforeTheAddressLimit() {
        set(1, 0, 0, 4 * PAGE, USER);
        set(2, 0, LIMIT - PAGE, PAGE, USER);
        steps.take();
        refused(Errno.EEXIST, "overlaps", new SlotRequest(3, 0, 3 * PAGE, PAGE, USER, false));
        refused(Errno.EEXIST, "overlaps", new SlotRequest(2, 0, PAGE, PAGE, USER, false));
        refused(
                Errno.EEXIST,
                "overlaps",
                new SlotRequest(3, 0, LIMIT - PAGE, 2 * PAGE, USER, false));
        set(0x10001, 0, 0, 4 * PAGE, USER);
        assertThat(slots()).hasSize(3);
    }

    @Test
    void privateSlotsAreNotTheUsersToNameButAreInItsWay() {
        slots.set(new SlotRequest(100, 0, 0, PAGE, USER, true));
        steps.take();
        refused(Errno.EINVAL, "is not in", new SlotRequest(100, 0, 0, 0, USER, false));
        refused(Errno.EINVAL, "is not in", new SlotRequest(99, 0, PAGE, PAGE, USER, true));
        refused(Errno.EINVAL, "is not in", new SlotRequest(110, 0, PAGE, PAGE, USER, true));
        refused(Errno.EEXIST, "overlaps", new SlotRequest(1, 0, 0, PAGE, USER, false));
    }

    @Test
    void eachChangeTakesItsStepsAndGenerations() {
        set(1, 0, 0, 4 * PAGE, USER);
        assertThat(steps.take()).containsExactly("publish", "grace");
        assertThat(slots.generation()).isEqualTo(1);

        set(1, 0, 0, 4 * PAGE, USER); // nothing differs
        assertThat(steps.take()).isEmpty();
        assertThat(slots.generation()).isEqualTo(1);

        set(1, LOG, 0, 4 * PAGE, USER);
        assertThat(steps.take()).containsExactly("publish", "grace", "protect");
        set(1, 0, 0, 4 * PAGE, USER);
        assertThat(steps.take()).containsExactly("publish", "grace", "collapse");
        assertThat(slots.generation()).isEqualTo(3);

        set(1, LOG, PAGE, 4 * PAGE, USER); // a move over its own place, with other flags
        assertThat(steps.take()).isEqualTo(TWO_STEPS);
        assertThat(slots.generation()).isEqualTo(5);
        MemorySlot moved = Objects.requireNonNull(slots.current().byId(1));
        assertThat(moved.baseGfn()).isEqualTo(1);
        assertThat(moved.dirty()).isNotNull();
        assertThat(slots.current().find(0, 0)).isNull();

        set(1, 0, 0, 0, 0);
        assertThat(steps.take()).isEqualTo(TWO_STEPS);
        assertThat(slots.generation()).isEqualTo(7);
    }

    @Test
    void generationIsMarkedUntilTheGracePeriodIsOver() {
        steps.during =
                step -> {
                    if (!step.equals("flush")) {
                        assertThat(slots.generation()).isNegative();
                    }
                };
        set(1, 0, 0, PAGE, USER);
        set(1, 0, PAGE, PAGE, USER);
        assertThat(slots.generation()).isEqualTo(3);
    }

    @Test
    void theOldSlotIsInvalidWhileItIsFlushedAndGoneAfter() {
        set(1, 0, 0, PAGE, USER);
        steps.during =
                step -> {
                    if (step.equals("flush")) {
                        MemorySlot old = Objects.requireNonNull(slots.current().find(0, 0));
                        assertThat(old.invalid()).isTrue();
                    }
                };
        set(1, 0, 0, 0, 0);
        assertThat(slots.current().find(0, 0)).isNull();
    }

    @Test
    void aMoveKeepsALogThatGoesOn() {
        set(1, LOG, 0, PAGE, USER);
        DirtyBitmap log = Objects.requireNonNull(slots.current().byId(1)).dirty();
        set(1, LOG, PAGE, PAGE, USER);
        assertThat(Objects.requireNonNull(slots.current().byId(1)).dirty()).isSameAs(log);
    }

    @Test
    void initiallySetLogsHaveAllPagesMarkedAndNeedNoProtection() {
        slots.setDirtyMode(DirtyMode.MANUAL_INITIALLY_SET);
        set(1, 0, 0, 70 * PAGE, USER);
        steps.take();
        set(1, LOG, 0, 70 * PAGE, USER);
        assertThat(steps.take()).containsExactly("publish", "grace");
        DirtyBitmap log =
                Objects.requireNonNull(Objects.requireNonNull(slots.current().byId(1)).dirty());
        assertThat(log.copy()).containsExactly(-1L, 63L);
    }

    @Test
    void anAliasThatIsReplacedIsFoundUntilItsTranslationsAreGone() {
        int[] flushes = new int[1];
        slots.setAlias(new AliasTable.Alias(0, 0, 100, 1, 5, false), () -> {});
        slots.setAlias(
                new AliasTable.Alias(0, 0, 200, 1, 5, false),
                () -> {
                    long[] shown = {-1};
                    AliasTable aliases = slots.current().aliases();
                    aliases.forEachAliasOf(0, 5, 1, (gfn, pages) -> shown[0] = gfn);
                    assertThat(shown[0]).isEqualTo(flushes[0]++ == 0 ? 100 : 200);
                    assertThat(aliases.resolve(0, shown[0])).isEqualTo(AliasTable.INVALID);
                });
        assertThat(flushes[0]).isEqualTo(2);
        assertThat(slots.current().aliases().resolve(0, 200)).isEqualTo(5);
        assertThat(slots.current().aliases().resolve(0, 100)).isEqualTo(100);
    }

    @Test
    void aSlotWhoseFlushFailsIsUsableAsBefore() {
        set(1, 0, 0, PAGE, USER);
        MemorySlot slot = slots.current().byId(1);
        steps.during =
                step -> {
                    if (step.equals("flush")) {
                        throw new OutOfMemoryError("injected");
                    }
                };
        assertThatThrownBy(() -> set(1, 0, 0, 0, 0))
                .isInstanceOfSatisfying(
                        GuestMemoryException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
        assertThat(slots.current().byId(1)).isSameAs(slot);
        assertThat(slots.generation()).isEqualTo(3);
    }

    /** The n-th grace period from now fails, and only that one. */
    private void failGracePeriod(int n) {
        int[] left = {n};
        steps.during =
                step -> {
                    if (step.equals("grace") && --left[0] == 0) {
                        throw new OutOfMemoryError("injected");
                    }
                };
    }

    @Test
    void aChangeWhoseWaitFailsHasChangedNothing() {
        failGracePeriod(1);
        assertThatThrownBy(() -> set(1, 0, 0, PAGE, USER)).hasMessageContaining("no memory");
        assertThat(slots.current().byId(1)).as("created").isNull();
        set(1, 0, 0, PAGE, USER);
        MemorySlot slot = slots.current().byId(1);
        for (int n = 1; n <= 2; n++) {
            failGracePeriod(n);
            assertThatThrownBy(() -> set(1, 0, 0, 0, 0)).hasMessageContaining("no memory");
            assertThat(slots.current().byId(1)).as("deleted").isSameAs(slot);
        }
        failGracePeriod(1);
        assertThatThrownBy(() -> set(1, LOG, 0, PAGE, USER)).hasMessageContaining("no memory");
        assertThat(slots.current().byId(1)).as("logged").isSameAs(slot);
        assertThat(slots.generation()).as("nothing is under way").isPositive();
    }
}
