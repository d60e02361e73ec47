package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;
import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.internal.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** How logs of written pages are taken and cleared. */
@Timeout(60)
class DirtyLogTest {
    private static final long PAGE = 4096;
    private static final int PAGES = 200;
    private static final int LOG = 1;

    private final HostMapping mapping = HostMapping.anonymous(PAGES * PAGE);
    private final GuestMemory memory =
            GuestMemory.builder().addressSpaces(2).privateSlots(1).build();
    private final GuestView view = memory.attach();

    @AfterEach
    void close() {
        memory.validate();
        view.close();
        memory.close();
        mapping.close();
    }

    private void slot(int flags) {
        memory.setUserMemoryRegion(1, flags, 0, PAGES * PAGE, mapping.hva());
    }

    private void store(long page) {
        assertThat(translate(view, page * PAGE, true)).isEqualTo(mapping.hva() + page * PAGE);
    }

    private static long[] bits(long... pages) {
        long[] words = new long[4];
        for (long page : pages) {
            words[(int) (page >>> 6)] |= 1L << page;
        }
        return words;
    }

    @Test
    void gettingClearsAndProtects() {
        slot(LOG);
        store(0);
        store(63);
        store(199);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(0, 63, 199));
        assertThat(memory.dirtyLog(1)).isEqualTo(bits());
        assertThat(view.takeRequests()).as("harts were flushed").isEqualTo(GuestView.FLUSH);
        store(63);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(63));
        memory.dirtyLog(1);
        view.takeRequests();
        memory.dirtyLog(1);
        assertThat(view.pending()).as("nothing to protect, nothing to flush").isFalse();
    }

    @Test
    void inTheManualProtocolGettingChangesNothing() {
        memory.manualDirtyLog(1);
        slot(LOG);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits());
        store(3);
        store(70);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(3, 70));
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(3, 70));
        assertThat(view.pending()).isFalse();
        memory.clearDirtyLog(1, 0, 64, new long[] {0b1110}); // 1 and 2 are clean: ignored
        assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(70));
        store(3);
        store(70); // still writable
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(3, 70));
        memory.clearDirtyLog(1, 64, 136, new long[] {1 << 6, 0, 0});
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(3));
    }

    @Test
    void anInitiallySetLogHasAllPagesAndProtectsThoseThatAreCleared() {
        memory.manualDirtyLog(3);
        slot(0);
        store(5);
        slot(LOG);
        assertThat(view.pending()).isFalse();
        assertThat(memory.dirtyLog(1)).containsExactly(-1, -1, -1, 255);
        store(5); // as before, without a fault
        memory.clearDirtyLog(1, 0, PAGES, new long[] {-1, -1, -1, -1});
        assertThat(memory.dirtyLog(1)).isEqualTo(bits());
        memory.validate();
        store(199);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(199));
    }

    @Test
    void clearingWorksInTheOtherProtocolToo() {
        slot(LOG);
        store(1);
        store(2);
        memory.clearDirtyLog(1, 0, 64, new long[] {2});
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(2));
    }

    @Test
    void badRequestsAreRefusedInKvmsOrder() {
        long[] all = new long[4];
        assertRefused(Errno.EINVAL, () -> memory.dirtyLog(-1));
        assertRefused(Errno.EINVAL, () -> memory.dirtyLog(32766)); // the monitor's
        assertRefused(Errno.EINVAL, () -> memory.dirtyLog(2 << 16));
        assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1 << 16));
        assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1));
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, 1, 64, all)); // before ENOENT
        assertRefused(Errno.ENOENT, () -> memory.clearDirtyLog(1, 0, 1, all));
        slot(0);
        assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1));
        slot(LOG);
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, 256, 0, all));
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, -64, 64, all));
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, 0, 201, all));
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, 0, 199, all));
        assertRefused(Errno.EINVAL, () -> memory.clearDirtyLog(1, 0, -64, all));
        assertRefused(Errno.EFAULT, () -> memory.clearDirtyLog(1, 0, 200, new long[3]));
        memory.clearDirtyLog(1, 192, 8, new long[] {-1});
        memory.clearDirtyLog(1, 0, 0, new long[0]);
        for (long options : new long[] {2, 4, -1}) {
            assertRefused(Errno.EINVAL, () -> memory.manualDirtyLog(options));
        }
    }

    @Test
    void readsAreMappedReadOnlyWhileThereIsALog() {
        slot(LOG);
        translate(view, 7 * PAGE, false);
        memory.validate();
        store(7);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(7));
        translate(view, 7 * PAGE, false);
        store(7);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(7));
    }

    @Test
    void storesThroughAnAliasAreLoggedAndProtected() {
        slot(LOG);
        memory.setAlias(0, 1 << 30, 4 * PAGE, 100 * PAGE);
        for (int round = 0; round < 2; round++) {
            assertThat(translate(view, (1 << 30) + PAGE, true))
                    .isEqualTo(mapping.hva() + 101 * PAGE);
            assertThat(memory.dirtyLog(1)).isEqualTo(bits(101));
        }
    }

    @Test
    void aLogThatIsSwitchedOnAgainBeginsEmpty() {
        slot(LOG);
        store(1);
        slot(0);
        store(2);
        slot(LOG);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits());
        store(2);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(2));
    }

    @Test
    void hostWritesAreMarkedAfterTheirBytes() {
        slot(LOG);
        memory.write(PAGE - 1, MemorySegment.ofArray(new byte[2]));
        memory.clear(70 * PAGE, 1);
        memory.compareAndSetInt(199 * PAGE, 0, 1);
        assertThat(memory.dirtyLog(1)).isEqualTo(bits(0, 1, 70, 199));
    }

    @Test
    void noWriteOfAStormIsLost() throws InterruptedException {
        assertThat(new WriteStorm(GuestMemory.create(), true).run(30, false)).isZero();
        assertThat(new WriteStorm(GuestMemory.create(), true).run(30, true)).isZero();
    }

    @Test
    void protectingBeforeClearingLosesWritesAndTheStormSeesIt() throws InterruptedException {
        GuestMemory broken = GuestMemory.builder().fault(Fault.PROTECT_BEFORE_CLEAR).build();
        assertThat(new WriteStorm(broken, false).run(2_000, false)).isPositive();
    }

    @Test
    void theValidatorSeesAPageThatCouldBeWrittenUnseenThroughAnAlias() {
        slot(LOG);
        memory.setAlias(0, 1 << 30, 4 * PAGE, 100 * PAGE);
        translate(view, (1 << 30) + PAGE, true); // the slot's own frame is not mapped
        memory.validate();
        var slot = Objects.requireNonNull(memory.slotTable().byId(1));
        Objects.requireNonNull(slot.dirty()).take(101 / 64);
        assertThatThrownBy(memory::validate).hasMessageContaining("page 101");
        memory.write(101 * PAGE, MemorySegment.ofArray(new byte[1]));
        memory.validate();
    }

    @Test
    void theValidatorSeesAPageThatCouldBeWrittenUnseen() {
        slot(LOG);
        store(4);
        memory.validate();
        var slot = Objects.requireNonNull(memory.slotTable().byId(1));
        Objects.requireNonNull(slot.dirty()).take(0);
        assertThatThrownBy(memory::validate).hasMessageContaining("page 4");
        memory.write(4 * PAGE, MemorySegment.ofArray(new byte[1]));
    }
}
