package dev.slat.memory.host;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The fault side of a mapping: finds a page, has it brought by the pager or copied if need be.
 *
 * <p>Threads: any, inside a read section or outside; no lock is held over the pager. What a fault
 * may change, and against whom, stands in {@link PageStates}.
 */
final class PageFaults {
    private final MappedPages pages;
    private final PageStates states;
    private final @Nullable Pager pager;

    /** What last went wrong in the pager; written by faults, for people. */
    private volatile @Nullable Exception failure;

    PageFaults(MappedPages pages, @Nullable Pager pager) {
        this.pages = pages;
        this.states = pages.states;
        this.pager = pager;
    }

    @Nullable Exception failure() {
        return failure;
    }

    /** As {@link HostSpace#resolve}, of a page that was not plain when it was looked at. */
    long resolve(long page, boolean write) {
        while (true) {
            int state = states.get(page);
            if (PageState.has(state, PageState.BUSY)) {
                states.awaitIdle(page);
                continue;
            }
            PageAccess access = PageState.access(state);
            int content = PageState.content(state);
            if (content == PageState.UNMAPPED
                    || access == PageAccess.NONE
                    || (write && access == PageAccess.READ)) {
                return HostPage.FAULT;
            }
            if (content == PageState.PLAIN) {
                boolean writable = access == PageAccess.READ_WRITE;
                return HostPage.of(pages.hva(page), writable, states.level(page, writable));
            }
            if (content == PageState.SHARED && !write) {
                return HostPage.of(pages.hva(page), false, HostPage.LEVEL_4K);
            }
            if (!change(page, state)) {
                return HostPage.FAULT;
            }
        }
    }

    /**
     * Brings an absent page or copies a shared one, unless another thread has come first; false
     * when it cannot be done.
     */
    private boolean change(long page, int state) {
        if (!states.begin()) {
            return false;
        }
        try {
            if (!states.claim(page, state)) {
                return true; // another thread is at it, or was: look again
            }
            int next = state;
            try {
                if (PageState.content(state) == PageState.SHARED) {
                    copy(page);
                } else if (!populate(page, state)) {
                    return false;
                }
                next = PageState.withContent(state, PageState.PLAIN);
            } finally {
                states.set(page, next); // release: the bytes come before the state
            }
            return true;
        } finally {
            states.end();
        }
    }

    /** Leaves its frame. The host copies at the first store, which this is; readers read on. */
    private void copy(long page) {
        pages.open(page);
        Window.getAndAddInt(pages.hva(page), 0);
        pages.dropFrame(page);
    }

    private boolean populate(long page, int state) {
        if (pager == null) {
            throw new IllegalStateException("page " + page + " is absent and has no pager");
        }
        // Memory of its own: half a page is never in the window, and a pager that keeps the
        // segment can do no harm with it.
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) HostMapping.PAGE]);
        try {
            pager.populate(MappedPages.offset(page), bytes);
        } catch (IOException | RuntimeException e) {
            failure = e;
            return false;
        }
        pages.open(page);
        Window.put(pages.hva(page), bytes, 0, HostMapping.PAGE);
        pages.seal(page, PageState.withContent(state, PageState.PLAIN));
        return true;
    }
}
