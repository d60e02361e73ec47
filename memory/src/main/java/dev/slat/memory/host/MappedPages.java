package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pages of one mapping as faults and changes handle them: where each lies, which frame it
 * shows, and in checked mode what the host lets through.
 *
 * <p>Threads: for a page, whoever may change it ({@link PageStates}). Pages by number from the
 * mapping's start.
 */
final class MappedPages {
    static final int SHIFT = 12;

    final long hva;
    final long size;
    final Backing backing;
    final PageStates states;

    /** The frames of SHARED pages. */
    private final ConcurrentHashMap<Long, Frame> frames = new ConcurrentHashMap<>();

    /** How many of {@link ForeignPages} are this mapping's. */
    private final AtomicLong foreign = new AtomicLong();

    MappedPages(long hva, long size, Backing backing, PageStates states) {
        this.hva = hva;
        this.size = size;
        this.backing = backing;
        this.states = states;
    }

    long hva(long page) {
        return hva + (page << SHIFT);
    }

    static long offset(long page) {
        return page << SHIFT;
    }

    /** A page's bytes where they lie. */
    MemorySegment segment(long page) {
        return WindowReservation.SEGMENT.asSlice(hva(page), HostMapping.PAGE);
    }

    /** A copy of a page's bytes. */
    MemorySegment copy(long page) {
        MemorySegment copy = MemorySegment.ofArray(new byte[(int) HostMapping.PAGE]);
        return copy.copyFrom(segment(page));
    }

    /** Lets the caller at the bytes of a page whose state may forbid it. */
    void open(long page) {
        if (WindowReservation.CHECKED) {
            protect(page, HostCalls.PROT_READ_WRITE);
        }
    }

    /** In checked mode makes the host forbid what a state forbids. */
    void seal(long page, int state) {
        if (WindowReservation.CHECKED) {
            protect(
                    page,
                    switch (PageState.access(state)) {
                        case NONE -> HostCalls.PROT_NONE;
                        case READ -> HostCalls.PROT_READ;
                        case READ_WRITE ->
                                PageState.content(state) == PageState.SHARED
                                        ? HostCalls.PROT_READ
                                        : HostCalls.PROT_READ_WRITE;
                    });
        }
    }

    private void protect(long page, int protection) {
        long at = hva(page);
        long result =
                HostCalls.protect(WindowReservation.address(at), HostMapping.PAGE, protection);
        HostCallException.check("mprotect", result, "hva", at);
    }

    /** Makes a page show a frame; its own memory goes back. False when there is no room for it. */
    boolean show(long page, int state, Frame frame) {
        boolean isNew = !PageState.has(state, PageState.FOREIGN);
        if (isNew && !ForeignPages.take()) {
            return false;
        }
        try {
            frame.retain();
            try {
                frame.map(hva(page), HostCalls.PROT_READ_WRITE);
            } catch (HostCallException e) {
                frame.release();
                throw e;
            }
        } catch (IllegalStateException e) {
            if (isNew) {
                ForeignPages.give(1);
            }
            throw e;
        }
        if (isNew) {
            foreign.incrementAndGet();
        }
        frames.put(page, frame);
        return true;
    }

    /** A page shows its frame no more; its memory stays foreign. */
    void dropFrame(long page) {
        Frame frame = frames.remove(page);
        if (frame != null) {
            frame.release();
        }
    }

    /** Throws a page's contents away; its memory is the mapping's own afterwards. */
    void giveBack(long page, int state) {
        if (PageState.has(state, PageState.FOREIGN)) {
            backing.map(hva(page), offset(page), HostMapping.PAGE);
            forgetForeign(page);
        } else {
            backing.giveBack(hva(page), offset(page), HostMapping.PAGE);
        }
    }

    /** After something else was mapped over a foreign page. */
    void forgetForeign(long page) {
        dropFrame(page);
        foreign.decrementAndGet();
        ForeignPages.give(1);
    }

    /** The mapping is gone, with every fault and change of it. */
    void forgetAll() {
        frames.values().forEach(Frame::release);
        frames.clear();
        ForeignPages.give(foreign.getAndSet(0));
        backing.close();
    }
}
