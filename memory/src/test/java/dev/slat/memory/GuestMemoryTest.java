package dev.slat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

@Timeout(60)
class GuestMemoryTest {
    private static final long BASE = 0x8000_0000L;
    private static final long SIZE = 16 * HostMapping.PAGE;

    private final GuestMemory memory = GuestMemory.create();
    private final HostMapping mapping = HostMapping.anonymous(SIZE);
    private final GuestView view = memory.attach();

    @AfterEach
    void close() {
        view.close();
        memory.close();
        mapping.close();
    }

    private long translate(long gpa, boolean write) {
        view.enter();
        try {
            return view.translate(gpa, write);
        } finally {
            view.exit();
        }
    }

    private static void assertRefused(Errno errno, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GuestMemoryException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private Region region() {
        return Region.slot(1).at(BASE).backedBy(mapping);
    }

    @Test
    void translatesEveryPageOfASlotAndNoOther() {
        memory.setRegion(region());
        assertThat(translate(BASE, true)).isEqualTo(mapping.hva());
        assertThat(translate(BASE + SIZE - 1, false)).isEqualTo(mapping.hva() + SIZE - 4096);
        assertThat(translate(BASE - 1, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(BASE + SIZE, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(-1, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(0, false)).isEqualTo(GuestView.NO_SLOT);
    }

    @Test
    void movedSlotAnswersAtItsNewAddressOnly() {
        memory.setRegion(region());
        memory.setRegion(region().at(BASE + (1 << 20)));
        assertThat(translate(BASE, false)).isEqualTo(GuestView.NO_SLOT);
        assertThat(translate(BASE + (1 << 20), false)).isEqualTo(mapping.hva());
    }

    @Test
    void deletedSlotAnswersNowhereAndItsMappingMayBeClosed() {
        HostMapping extra = HostMapping.anonymous(SIZE);
        memory.setRegion(Region.slot(2).at(0).backedBy(extra));
        assertThatThrownBy(extra::close).isInstanceOf(IllegalStateException.class);
        memory.deleteRegion(2);
        extra.close();
        assertThat(translate(0, false)).isEqualTo(GuestView.NO_SLOT);
    }

    @Test
    void refusesWhatKvmRefusesAndChangesNothing() {
        memory.setRegion(region());
        assertRefused(Errno.EINVAL, () -> memory.setRegion(Region.slot(-1).backedBy(mapping)));
        assertRefused(Errno.EINVAL, () -> memory.setRegion(Region.slot(32767).backedBy(mapping)));
        assertRefused(Errno.EINVAL, () -> memory.setRegion(Region.slot(2).at(0)));
        assertRefused(
                Errno.EINVAL, () -> memory.setRegion(Region.slot(2).backedBy(mapping, 0, 100)));
        assertRefused(
                Errno.EINVAL, () -> memory.setRegion(Region.slot(2).backedBy(mapping, 1, 4096)));
        assertRefused(
                Errno.EINVAL, () -> memory.setRegion(Region.slot(2).backedBy(mapping, SIZE, 4096)));
        assertRefused(
                Errno.EINVAL,
                () -> memory.setRegion(Region.slot(2).backedBy(mapping, -4096, 4096)));
        assertRefused(Errno.EINVAL, () -> memory.setRegion(Region.slot(2).at(1).backedBy(mapping)));
        assertRefused(
                Errno.EINVAL,
                () -> memory.setRegion(Region.slot(2).at(1L << 56).backedBy(mapping)));
        assertRefused(
                Errno.EINVAL, () -> memory.setRegion(Region.slot(2).at(-4096).backedBy(mapping)));
        assertRefused(Errno.EINVAL, () -> memory.setRegion(region().readOnly()));
        assertRefused(
                Errno.EINVAL,
                () -> memory.setRegion(Region.slot(1).at(BASE).backedBy(mapping, 0, 4096)));
        assertRefused(
                Errno.EEXIST,
                () -> memory.setRegion(Region.slot(2).at(BASE + SIZE - 4096).backedBy(mapping)));
        assertRefused(Errno.EINVAL, () -> memory.deleteRegion(2));
        assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1));
        assertThat(translate(BASE, true)).isEqualTo(mapping.hva());
        memory.deleteRegion(1);
    }

    @Test
    void slotMayMoveOntoFramesThatItOverlapsItself() {
        memory.setRegion(region());
        memory.setRegion(region().at(BASE + 4096));
        assertThat(translate(BASE + 4096, false)).isEqualTo(mapping.hva());
    }

    @Test
    void readOnlySlotSendsStoresToTheBus() {
        memory.setRegion(region().readOnly());
        assertThat(translate(BASE, false)).isEqualTo(mapping.hva());
        assertThat(translate(BASE, true)).isEqualTo(GuestView.READ_ONLY);
        assertRefused(
                Errno.EFAULT, () -> memory.write(BASE, MemorySegment.ofArray(new byte[] {1})));
        memory.read(BASE, MemorySegment.ofArray(new byte[1]));
    }

    @Test
    void dirtyLogReportsEachWriteOnce() {
        memory.setRegion(region());
        translate(BASE, true);
        memory.setRegion(region().logDirty());
        assertThat(memory.dirtyLog(1)).containsExactly(0);
        translate(BASE + 3 * 4096, true);
        translate(BASE + 5 * 4096, false);
        memory.write(BASE + 7 * 4096 - 1, MemorySegment.ofArray(new byte[2]));
        assertThat(memory.dirtyLog(1)).containsExactly(1 << 3 | 1 << 6 | 1 << 7);
        assertThat(memory.dirtyLog(1)).containsExactly(0);
        memory.setRegion(region());
        assertRefused(Errno.ENOENT, () -> memory.dirtyLog(1));
    }

    @Test
    void hostAccessCrossesPagesAndSlotsAndStopsAtTheFirstHole() {
        memory.setRegion(Region.slot(1).at(BASE).backedBy(mapping, 0, 4096));
        memory.setRegion(Region.slot(2).at(BASE + 4096).backedBy(mapping, 8192, 4096));
        byte[] bytes = new byte[6000];
        java.util.Arrays.fill(bytes, (byte) 7);
        memory.write(BASE + 100, MemorySegment.ofArray(bytes));
        assertThat(Window.getByte(mapping.hva() + 4095)).isEqualTo((byte) 7);
        assertThat(Window.getByte(mapping.hva() + 4096)).isZero();
        assertThat(Window.getByte(mapping.hva() + 8192)).isEqualTo((byte) 7);
        assertThat(memory.isBacked(BASE, 8192, true)).isTrue();
        assertThat(memory.isBacked(BASE, 8193, true)).isFalse();
        assertThat(memory.isBacked(BASE, -1, false)).isFalse();
        byte[] back = new byte[8192];
        assertRefused(Errno.EFAULT, () -> memory.read(BASE + 100, MemorySegment.ofArray(back)));
        assertThat(back[5999]).isEqualTo((byte) 7);
    }

    private static MmioDevice device(AtomicLong value, Consumer<String> log) {
        return new MmioDevice() {
            @Override
            public long read(long offset, int size) {
                log.accept("read " + offset + " " + size);
                return value.get();
            }

            @Override
            public void write(long offset, int size, long written) {
                value.set(written);
            }
        };
    }

    @Test
    void deviceAnswersInsideItsRangeOnly() {
        AtomicLong value = new AtomicLong(42);
        StringBuilder log = new StringBuilder();
        MmioDevice device = device(value, log::append);
        memory.registerDevice(0x1000, 0x100, device);
        assertThatThrownBy(() -> memory.registerDevice(0x10ff, 1, device))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlaps");
        assertThat(view.mmioRead(0x10fc, 4)).isTrue();
        assertThat(view.mmioValue()).isEqualTo(42);
        assertThat(log).hasToString("read 252 4");
        assertThat(view.mmioRead(0x10fd, 4)).isFalse();
        assertThat(view.mmioRead(0xfff, 1)).isFalse();
        assertThat(view.mmioWrite(0x1000, 8, 43)).isTrue();
        assertThat(value).hasValue(43);
        memory.unregisterDevice(device);
        assertThat(view.mmioWrite(0x1000, 8, 44)).isFalse();
    }

    @Test
    void changeFromInsideADeviceIsRefused() {
        memory.registerDevice(
                0,
                8,
                new MmioDevice() {
                    @Override
                    public long read(long offset, int size) {
                        memory.setRegion(region());
                        return 0;
                    }

                    @Override
                    public void write(long offset, int size, long value) {}
                });
        assertThatThrownBy(() -> view.mmioRead(0, 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside a guest access");
        memory.setRegion(region());
    }

    @Test
    void closeIsRefusedWhileAHartIsAttached() {
        assertThatThrownBy(memory::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEntryThatFailsLeavesNoSectionBehind() {
        GuestView view = memory.attach();
        view.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(view::enter).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(view::exit).hasMessage("exit without enter");
    }
}
