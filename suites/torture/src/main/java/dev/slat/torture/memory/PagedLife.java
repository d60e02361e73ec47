package dev.slat.torture.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.host.Pager;
import dev.slat.torture.run.Findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A life in a {@link HostMapping} with a pager: its pages come when they are used, are moved out
 * and come back, are replaced and discarded, in the mapping's own ways. The window's space says
 * where they are. Its memory is always unmapped at once.
 */
final class PagedLife extends Life {
    /** Brings back what was moved out; what was not is as at the beginning. */
    private static final class Store implements Pager {
        private final long number;
        private final int slot;
        private final Map<Long, MemorySegment> out = new ConcurrentHashMap<>();

        Store(long number, int slot) {
            this.number = number;
            this.slot = slot;
        }

        void keep(long offset, MemorySegment page) {
            MemorySegment copy = Contents.blank();
            copy.copyFrom(page);
            out.put(offset, copy);
        }

        @Override
        public void populate(long offset, MemorySegment page) {
            MemorySegment kept = out.remove(offset);
            int number = (int) (offset / Layout.PAGE);
            page.copyFrom(kept != null ? kept : Contents.of(this.number, slot, number));
        }

        @Override
        public void discarded(long offset, long length) {
            out.keySet().removeIf(at -> at >= offset && at < offset + length);
        }
    }

    private final HostMapping mapping;
    private final Store store;

    static PagedLife of(long number, int slot) {
        Store store = new Store(number, slot);
        HostMapping mapping = HostMapping.of(Layout.PAGES * Layout.PAGE).pagedBy(store).map();
        return new PagedLife(number, slot, mapping, store);
    }

    private PagedLife(long number, int slot, HostMapping mapping, Store store) {
        super(number, slot, Layout.PAGES, mapping.hva());
        this.mapping = mapping;
        this.store = store;
    }

    @Override
    long resolve(long address, boolean write) {
        return HostSpace.window().resolve(address, write);
    }

    @Override
    synchronized void replace(int page, boolean keepsContents, TortureSpace space) {
        if (isOver()) {
            return;
        }
        long offset = page * Layout.PAGE;
        try {
            if (keepsContents) {
                var _ = mapping.evictPage(offset, store::keep);
            } else if (page % 2 == 0) {
                mapping.discard(offset, Layout.PAGE);
            } else {
                var _ = mapping.replacePage(offset, Contents.of(number, slot, page));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nobody reads or writes a file
        }
    }

    @Override
    boolean poison() {
        return false;
    }

    @Override
    synchronized void free(Findings findings) {
        mapping.close();
    }
}
