package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The cells that a grace period has found inside, each with the value of its cell: those who come
 * later need not be waited for.
 *
 * <p>Only for the thread that runs the grace period. The arrays stay, so that a grace period
 * allocates nothing for them.
 */
final class HeldCells {
    private @Nullable ReaderCell[] cells = {};
    private long[] values = {};
    private int size;

    /**
     * Notes those of {@code all} that are inside now, each to be told apart from its later
     * sections. Forgets those of before.
     */
    void note(ReaderCell[] all) {
        size = 0;
        for (ReaderCell cell : all) {
            long value = cell.getAcquire();
            if (ReaderCell.isInside(value)) {
                add(cell, value);
                cell.tellApartFrom(value);
            }
        }
    }

    private void add(ReaderCell cell, long value) {
        if (size == cells.length) {
            int more = Math.max(8, size * 2);
            values = Arrays.copyOf(values, more);
            cells = Arrays.copyOf(cells, more);
        }
        cells[size] = cell;
        values[size] = value;
        size++;
    }

    /** Whether each has ended the section in which it was found. Forgets those who have. */
    boolean haveLeft() {
        while (size > 0 && hasLeft(size - 1)) {
            cells[--size] = null; // a closed reader is not kept alive
        }
        return size == 0;
    }

    private boolean hasLeft(int at) {
        return cell(at).getAcquire() != values[at];
    }

    private ReaderCell cell(int at) {
        return Objects.requireNonNull(cells[at]);
    }

    /** Those who are still inside. */
    List<StallReport.Holder> still() {
        return IntStream.range(0, size)
                .filter(i -> !hasLeft(i))
                .mapToObj(i -> cell(i).holder())
                .toList();
    }
}
