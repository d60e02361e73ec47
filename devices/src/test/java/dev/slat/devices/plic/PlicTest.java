package dev.slat.devices.plic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.devices.HostileAccess;
import dev.slat.devices.RecordedLine;

import org.junit.jupiter.api.Test;

import java.util.List;

class PlicTest {
    private static final int CLAIM = PlicLayout.CONTEXT + PlicLayout.CONTEXT_CLAIM;

    private final RecordedLine first = new RecordedLine();
    private final RecordedLine second = new RecordedLine();
    private final Plic plic = new Plic(List.of(first, second));

    private int read(long offset) {
        return (int) plic.read(offset, 4);
    }

    private void write(long offset, int value) {
        plic.write(offset, 4, value & 0xffff_ffffL);
    }

    private void enable(int context, int source, int priority) {
        long word = PlicLayout.ENABLE + context * 0x80L + source / 32 * 4L;
        write(word, read(word) | (1 << (source % 32)));
        write(source * 4L, priority);
    }

    @Test
    void enabledSourceInterruptsIsClaimedAndCompleted() {
        enable(0, 10, 1);
        plic.source(10).set(true);
        assertThat(first.isHigh()).isTrue();
        assertThat(second.isHigh()).isFalse();
        assertThat(read(PlicLayout.PENDING)).isEqualTo(1 << 10);
        assertThat(read(CLAIM)).isEqualTo(10);
        assertThat(first.isHigh()).isFalse();
        assertThat(read(PlicLayout.PENDING)).isZero();
        plic.source(10).set(false);
        write(CLAIM, 10);
        assertThat(first.isHigh()).isFalse();
        assertThat(read(CLAIM)).isZero();
    }

    @Test
    void levelThatStaysHighInterruptsAgainAfterCompletionOnly() {
        enable(0, 3, 1);
        plic.source(3).set(true);
        assertThat(read(CLAIM)).isEqualTo(3);
        plic.source(3).set(false);
        plic.source(3).set(true);
        assertThat(first.isHigh()).isFalse();
        write(CLAIM, 3);
        assertThat(first.isHigh()).isTrue();
    }

    @Test
    void sourceStaysPendingWhenItsLevelFallsBeforeTheClaim() {
        enable(0, 3, 1);
        plic.source(3).set(true);
        plic.source(3).set(false);
        assertThat(read(CLAIM)).isEqualTo(3);
        write(CLAIM, 3);
        assertThat(first.isHigh()).isFalse();
    }

    @Test
    void highestPriorityIsClaimedFirstAndTheLowestNumberAmongEquals() {
        enable(0, 40, 2);
        enable(0, 7, 2);
        enable(0, 95, 5);
        for (int source : new int[] {40, 7, 95}) {
            plic.source(source).set(true);
        }
        assertThat(read(CLAIM)).isEqualTo(95);
        assertThat(read(CLAIM)).isEqualTo(7);
        assertThat(read(CLAIM)).isEqualTo(40);
        assertThat(read(CLAIM)).isZero();
    }

    @Test
    void thresholdMasksTheLineButNotTheClaim() {
        enable(1, 5, 3);
        plic.source(5).set(true);
        assertThat(second.isHigh()).isTrue();
        write(PlicLayout.CONTEXT + PlicLayout.CONTEXT_STRIDE, 3);
        assertThat(second.isHigh()).isFalse();
        assertThat(read(CLAIM + PlicLayout.CONTEXT_STRIDE)).isEqualTo(5);
    }

    @Test
    void priorityZeroNeverInterrupts() {
        enable(0, 5, 0);
        plic.source(5).set(true);
        assertThat(first.isHigh()).isFalse();
        assertThat(read(CLAIM)).isZero();
    }

    @Test
    void onlyOneOfTwoContextsGetsTheSource() {
        enable(0, 9, 1);
        enable(1, 9, 1);
        plic.source(9).set(true);
        assertThat(first.isHigh() && second.isHigh()).isTrue();
        assertThat(read(CLAIM + PlicLayout.CONTEXT_STRIDE)).isEqualTo(9);
        assertThat(read(CLAIM)).isZero();
        assertThat(first.isHigh() || second.isHigh()).isFalse();
    }

    @Test
    void completionByAContextThatMayNotServeTheSourceIsIgnored() {
        enable(0, 9, 1);
        plic.source(9).set(true);
        assertThat(read(CLAIM)).isEqualTo(9);
        write(CLAIM + PlicLayout.CONTEXT_STRIDE, 9);
        assertThat(first.isHigh()).isFalse();
        write(CLAIM, 9);
        assertThat(first.isHigh()).isTrue();
    }

    @Test
    void prioritiesKeepThreeBitsAndSourceZeroStaysOff() {
        write(4, -1);
        write(0, 7);
        write(PlicLayout.ENABLE, -1);
        assertThat(read(4)).isEqualTo(Plic.MAX_PRIORITY);
        assertThat(read(0)).isZero();
        assertThat(read(PlicLayout.ENABLE)).isEqualTo(-2);
        assertThatThrownBy(() -> plic.source(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> plic.source(96)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void registersBeyondTheBoardReadZero() {
        write(96 * 4, 1);
        write(PlicLayout.ENABLE + 2 * PlicLayout.ENABLE_STRIDE, -1);
        write(PlicLayout.ENABLE + 12, -1);
        assertThat(read(96 * 4)).isZero();
        assertThat(read(PlicLayout.ENABLE + 2 * PlicLayout.ENABLE_STRIDE)).isZero();
        assertThat(read(PlicLayout.ENABLE + 12)).isZero();
        assertThat(read(PlicLayout.CONTEXT + 2 * PlicLayout.CONTEXT_STRIDE)).isZero();
    }

    @Test
    void hostileAccessesDoNoHarm() {
        HostileAccess.hammer(plic, Plic.length(2));
        HostileAccess.hammer(plic, 0x4000);
    }
}
