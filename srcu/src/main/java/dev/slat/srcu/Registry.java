package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * The registered readers of a domain. A grace period scans a copy that is made anew only after a
 * change, so that ten thousand readers that stay cost it one walk and no copying.
 *
 * <p>A reader that registers during a scan may be missing from it: it enters after the heavy
 * barrier, and reads the new links.
 */
final class Registry {
    private @Nullable Reader[] readers = new Reader[8];
    private int size;
    private Reader[] scanned = {};
    private boolean changed;

    synchronized void add(Reader reader) {
        if (size == readers.length) {
            readers = Arrays.copyOf(readers, size * 2);
        }
        reader.index = size;
        readers[size++] = reader;
        changed = true;
    }

    synchronized void remove(Reader reader) {
        Reader last = Objects.requireNonNull(readers[--size]);
        readers[reader.index] = last;
        last.index = reader.index;
        readers[size] = null;
        changed = true;
    }

    /** Those that are registered now; not to be written to. */
    synchronized Reader[] readers() {
        if (changed) {
            scanned = Arrays.copyOf(readers, size, Reader[].class);
            changed = false;
        }
        return scanned;
    }

    synchronized int size() {
        return size;
    }
}
