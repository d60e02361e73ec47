package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * The cells of a domain: of its registered readers, and of threads. A grace period scans a copy
 * that is made anew only after a change, so that ten thousand cells that stay cost it one walk and
 * no copying.
 *
 * <p>A cell that is added during a scan may be missing from it: its first section begins after the
 * heavy barrier, and reads the new links.
 */
final class Registry {
    private @Nullable ReaderCell[] cells = new ReaderCell[8];
    private int size;
    private ReaderCell[] scanned = {};
    private boolean changed;

    synchronized void add(ReaderCell cell) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, size * 2);
        }
        cell.index = size;
        cells[size++] = cell;
        changed = true;
    }

    synchronized void remove(ReaderCell cell) {
        if (cell.index >= size || cells[cell.index] != cell) {
            return; // closed by two threads at once: no other reader may pay for it
        }
        ReaderCell last = Objects.requireNonNull(cells[--size]);
        cells[cell.index] = last;
        last.index = cell.index;
        cells[size] = null;
        changed = true;
    }

    /** Those that are registered now; not to be written to. */
    synchronized ReaderCell[] cells() {
        if (changed) {
            scanned = Arrays.copyOf(cells, size, ReaderCell[].class);
            changed = false;
        }
        return scanned;
    }

    /** How many of them are registered readers. */
    int readers() {
        return (int) Arrays.stream(cells()).filter(Reader.class::isInstance).count();
    }
}
