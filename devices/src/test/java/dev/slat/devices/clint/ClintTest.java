package dev.slat.devices.clint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.devices.HostileAccess;

import org.junit.jupiter.api.Test;

import java.util.List;

class ClintTest {
    private static final long TIME = 0x1234_5678_9abc_def0L;

    /** Remembers what it is driven with. */
    private static final class Driven implements ClintHart {
        private boolean software;
        private long deadline;

        @Override
        public void software(boolean high) {
            software = high;
        }

        @Override
        public void deadline(long ticks) {
            deadline = ticks;
        }
    }

    private final Driven first = new Driven();
    private final Driven second = new Driven();
    private final Clint clint = new Clint(List.of(first, second), () -> TIME);

    @Test
    void mtimeReadsWholeAndInHalves() {
        assertThat(clint.read(ClintLayout.MTIME, 8)).isEqualTo(TIME);
        assertThat(clint.read(ClintLayout.MTIME, 4)).isEqualTo(0x9abc_def0L);
        assertThat(clint.read(ClintLayout.MTIME + 4, 4)).isEqualTo(0x1234_5678L);
    }

    @Test
    void mtimeIsReadOnly() {
        clint.write(ClintLayout.MTIME, 8, 0);
        assertThat(clint.read(ClintLayout.MTIME, 8)).isEqualTo(TIME);
    }

    @Test
    void mtimecmpStoresWholeAndInHalves() {
        assertThat(clint.read(ClintLayout.MTIMECMP + 8, 8)).isEqualTo(-1);
        clint.write(ClintLayout.MTIMECMP + 8, 8, TIME);
        clint.write(ClintLayout.MTIMECMP + 12, 4, 7);
        assertThat(clint.read(ClintLayout.MTIMECMP + 8, 8)).isEqualTo(0x7_9abc_def0L);
        assertThat(clint.read(ClintLayout.MTIMECMP, 8)).isEqualTo(-1);
    }

    @Test
    void msipKeepsOneBitOfEachHart() {
        clint.write(ClintLayout.MSIP + 4, 4, 0xffff_ffffL);
        assertThat(clint.read(ClintLayout.MSIP + 4, 4)).isEqualTo(1);
        assertThat(clint.read(ClintLayout.MSIP, 4)).isZero();
        assertThat(clint.read(ClintLayout.MSIP, 8)).isEqualTo(1L << 32);
    }

    @Test
    void theHartsGetWhatIsWritten() {
        clint.write(ClintLayout.MSIP + 4, 4, 1);
        clint.write(ClintLayout.MTIMECMP, 4, 5);
        assertThat(second.software).isTrue();
        assertThat(first.software).isFalse();
        assertThat(first.deadline).isEqualTo(0xffff_ffff_0000_0005L);
        clint.reset();
        assertThat(second.software).isFalse();
        assertThat(first.deadline).isEqualTo(-1);
    }

    @Test
    void hartsBeyondTheBoardReadZero() {
        clint.write(ClintLayout.MSIP + 8, 4, 1);
        clint.write(ClintLayout.MTIMECMP + 16, 8, 5);
        assertThat(clint.read(ClintLayout.MSIP + 8, 4)).isZero();
        assertThat(clint.read(ClintLayout.MTIMECMP + 16, 8)).isZero();
    }

    @Test
    void misalignedAndNarrowAccessesMeanNothing() {
        clint.write(ClintLayout.MTIMECMP + 4, 8, 0);
        clint.write(ClintLayout.MTIMECMP, 2, 0);
        assertThat(clint.read(ClintLayout.MTIMECMP, 8)).isEqualTo(-1);
        assertThat(clint.read(ClintLayout.MTIME + 2, 4)).isZero();
    }

    @Test
    void hostileAccessesDoNoHarm() {
        HostileAccess.hammer(clint, Clint.LENGTH);
    }
}
