package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;
import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations.Point;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/** A change that runs out of memory anywhere has changed nothing. */
class RollbackTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x10_0000;
    private static final long HVA = 0x20_0000;
    private static final long SIZE = 4 * PAGE;
    private static final long GPA = 0x8000_0000L;
    private static final long MOVED = 0x9000_0000L;

    private @Nullable Point failing;
    private boolean reached;
    private final FakeHost host = new FakeHost().map(USER, HVA, SIZE);
    private GuestMemory memory = build(Fault.NONE);

    private GuestMemory build(Fault fault) {
        return GuestMemory.builder()
                .hostSpace(host)
                .fault(fault)
                .allocations(
                        point -> {
                            if (point == failing) {
                                reached = true;
                                throw new OutOfMemoryError("injected at " + point);
                            }
                        })
                .build();
    }

    @AfterEach
    void close() {
        failing = null;
        memory.validate();
        memory.close();
        assertThat(host.retained(USER, SIZE)).isZero();
    }

    private void set(int flags, long gpa) {
        memory.setUserMemoryRegion(1, flags, gpa, SIZE, USER);
    }

    /** Fails it at the point; false if the change does not come by there, and so succeeds. */
    private boolean fails(Point point, Runnable change) {
        failing = point;
        reached = false;
        try {
            change.run();
        } catch (GuestMemoryException e) {
            assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
            assertThat(reached).isTrue();
            failing = null;
            return true;
        }
        assertThat(reached).isFalse();
        failing = null;
        return false;
    }

    private void assertUsableAt(long gpa, boolean logged) {
        assertThat(host.retained(USER, SIZE)).isEqualTo(1);
        try (GuestView view = memory.attach()) {
            assertThat(translate(view, gpa + PAGE, true)).isEqualTo(HVA + PAGE);
        }
        if (logged) {
            assertThat(memory.dirtyLog(1)[0]).isEqualTo(2);
        } else {
            assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1));
        }
        assertThat(memory.generation()).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void aSlotThatCouldNotBeCreatedIsNotThere(Point point) {
        if (fails(point, () -> set(1, GPA))) {
            assertThat(memory.slotId(GPA)).isEmpty();
            assertThat(host.retained(USER, SIZE)).isZero();
            set(1, GPA);
        } else {
            assertThat(point).isEqualTo(Point.INVALID_TABLE);
        }
        assertUsableAt(GPA, true);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void aSlotThatCouldNotBeDeletedIsThere(Point point) {
        set(1, GPA);
        assertUsableAt(GPA, true);
        if (fails(point, () -> memory.deleteRegion(1))) {
            assertUsableAt(GPA, true);
            memory.deleteRegion(1);
        } else {
            assertThat(point).isEqualTo(Point.DIRTY_BITMAP);
        }
        assertThat(memory.slotId(GPA)).isEmpty();
        assertThat(host.retained(USER, SIZE)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void aSlotThatCouldNotBeMovedIsWhereItWas(Point point) {
        set(0, GPA);
        assertThat(fails(point, () -> set(1, MOVED))).isTrue();
        assertUsableAt(GPA, false);
        assertThat(memory.slotId(MOVED)).isEmpty();
        set(1, MOVED);
        assertThat(memory.slotId(GPA)).isEmpty();
        assertUsableAt(MOVED, true);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void aSlotWhoseFlagsCouldNotChangeHasThoseOfBefore(Point point) {
        set(0, GPA);
        if (fails(point, () -> set(1, GPA))) {
            assertUsableAt(GPA, false);
            set(1, GPA);
        } else {
            assertThat(point).isEqualTo(Point.INVALID_TABLE);
        }
        assertUsableAt(GPA, true);
        if (fails(point, () -> set(0, GPA))) {
            assertUsableAt(GPA, true);
        }
    }

    @Test
    void hooksHearOfEachStepAndOfItsUndoing() {
        List<String> heard = new ArrayList<>();
        memory.addSlotHooks(new Listener("a", heard, false));
        SlotHooks refusing = new Listener("b", heard, true);
        set(0, GPA);
        assertThat(heard).containsExactly("a prepare", "a commit");
        heard.clear();
        memory.addSlotHooks(refusing);
        assertRefused(Errno.EFAULT, () -> memory.deleteRegion(1));
        assertThat(heard)
                .containsExactly(
                        "a invalidate",
                        "b invalidate",
                        "a prepare",
                        "b prepare",
                        "a cancel",
                        "a restore",
                        "b restore");
        assertUsableAt(GPA, false);
        memory.removeSlotHooks(refusing);
    }

    @Test
    void withoutTheRollBackTheSlotStaysDead() {
        memory.close();
        memory = build(Fault.NO_ROLLBACK);
        set(0, GPA);
        assertThat(fails(Point.TABLE, () -> memory.deleteRegion(1))).isTrue();
        assertThat(memory.isVisible(GPA)).isFalse();
    }

    @Test
    void aMappingMayBeClosedExactlyWhenNoSlotHasIt() {
        HostMapping mapping = HostMapping.anonymous(SIZE);
        try (GuestMemory own = GuestMemory.builder().allocations(this::fail).build()) {
            Region region = Region.slot(1).backedBy(mapping);
            failing = Point.TABLE;
            assertRefused(Errno.ENOMEM, () -> own.setRegion(region));
            failing = null;
            own.setRegion(region);
            failing = Point.TABLE;
            assertRefused(Errno.ENOMEM, () -> own.deleteRegion(1));
            assertThatThrownBy(mapping::close).isInstanceOf(IllegalStateException.class);
            failing = null;
            own.deleteRegion(1);
            mapping.close();
            assertThat(own.slotId(0)).isEmpty();
        }
    }

    private void fail(Point point) {
        if (point == failing) {
            throw new OutOfMemoryError("injected at " + point);
        }
    }

    private record Listener(String name, List<String> heard, boolean refuses) implements SlotHooks {
        private void say(String what) {
            heard.add(name + " " + what);
        }

        @Override
        public void invalidate(MemorySlot old) {
            say("invalidate");
        }

        @Override
        public void restore(MemorySlot old) {
            say("restore");
        }

        @Override
        public void prepare(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
            say("prepare");
            if (refuses) {
                throw new GuestMemoryException(Errno.EFAULT, "no");
            }
        }

        @Override
        public void cancel(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
            say("cancel");
        }

        @Override
        public void commit(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
            say("commit");
        }
    }
}
