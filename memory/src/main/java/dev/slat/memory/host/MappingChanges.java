package dev.slat.memory.host;

import dev.slat.memory.internal.HostCalls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The changes of a mapping's pages, one at a time, each between a notifier's start and end. {@link
 * PageStates} says what a change may do and why.
 *
 * <p>Threads: any, outside every read section. Ranges are page numbers, checked by the caller.
 */
final class MappingChanges {
    private final MappedPages pages;
    private final PageStates states;
    private final PinMap pins;
    private final Notifiers notifiers;
    private final @Nullable Pager pager;

    /** The change lock: outermost of this package. Held over notifiers, never taken by faults. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean closed;

    MappingChanges(MappedPages pages, PinMap pins, Notifiers notifiers, @Nullable Pager pager) {
        this.pages = pages;
        this.pins = pins;
        this.states = pages.states;
        this.notifiers = notifiers;
        this.pager = pager;
    }

    /**
     * The last change.
     *
     * @param unpublish makes look-ups find nothing there, before the room can be another's
     */
    void close(Runnable unpublish) {
        locked(
                () -> {
                    notifiers.around(
                            pages.hva,
                            pages.hva + pages.size,
                            () -> {
                                unpublish.run();
                                states.close();
                                WindowReservation.free(pages.hva, pages.size);
                                pages.forgetAll();
                            });
                    closed = true; // not before: a close that failed can be tried again
                    return true;
                });
    }

    void discard(long first, long end) {
        change(first, end, () -> discardNow(first, end));
    }

    private void discardNow(long first, long end) {
        long run = first;
        for (long page = first; page < end; page = states.next(page, end)) {
            int state = states.get(page);
            boolean unmapped = PageState.content(state) == PageState.UNMAPPED;
            if (unmapped || PageState.has(state, PageState.FOREIGN)) {
                giveBackRun(run, page);
                run = page + 1;
                if (!unmapped) {
                    pages.giveBack(page, state);
                    pages.seal(page, PageState.withContent(state, PageState.PLAIN));
                    states.set(page, state & ~PageState.FOREIGN); // keeps its claim
                }
            }
        }
        giveBackRun(run, end);
        forget(first, end);
        // What came to a mapping page by page comes again; what was only swapped is zero now.
        int content = states.initial();
        for (long page = first; page < end; page = states.next(page, end)) {
            int state = states.get(page);
            if (PageState.content(state) != PageState.UNMAPPED) {
                states.set(page, PageState.withContent(state & ~PageState.BUSY, content));
            }
        }
    }

    private void giveBackRun(long first, long end) {
        if (first < end) {
            pages.backing.giveBack(
                    pages.hva(first), MappedPages.offset(first), MappedPages.offset(end - first));
        }
    }

    private void forget(long first, long end) {
        if (pager != null) {
            pager.discarded(MappedPages.offset(first), MappedPages.offset(end - first));
        }
    }

    void protect(long first, long end, PageAccess access) {
        change(
                first,
                end,
                () -> {
                    for (long page = first; page < end; page++) {
                        int state = states.get(page) & ~PageState.BUSY;
                        int next = PageState.withAccess(state, access);
                        if (next != state && PageState.content(state) != PageState.UNMAPPED) {
                            pages.seal(page, next);
                            states.set(page, next);
                        }
                    }
                });
    }

    void unmap(long first, long end) {
        change(
                first,
                end,
                () -> {
                    int protection =
                            WindowReservation.CHECKED
                                    ? HostCalls.PROT_NONE
                                    : HostCalls.PROT_READ_WRITE; // as what is freed: Window
                    long hva = pages.hva(first);
                    HostCallException.check(
                            "mmap",
                            HostCalls.mapZeroPages(
                                    WindowReservation.address(hva),
                                    MappedPages.offset(end - first),
                                    protection),
                            "hva",
                            hva);
                    for (long page = first; page < end; page++) {
                        if (PageState.has(states.get(page), PageState.FOREIGN)) {
                            pages.forgetForeign(page);
                        }
                        states.set(page, PageState.UNMAPPED);
                    }
                    forget(first, end);
                });
    }

    boolean replace(long page, MemorySegment contents) {
        return changed(
                page,
                () -> {
                    int state = states.get(page) & ~PageState.BUSY;
                    if (PageState.content(state) == PageState.UNMAPPED) {
                        return false;
                    }
                    pages.open(page);
                    Window.put(pages.hva(page), contents, 0, HostMapping.PAGE);
                    pages.dropFrame(page); // the store made a copy of it
                    int next = PageState.withContent(state, PageState.PLAIN);
                    pages.seal(page, next);
                    forget(page, page + 1);
                    states.set(page, next);
                    return true;
                });
    }

    boolean share(long page, Frame frame) {
        if (!pages.backing.isPrivate()) {
            return false;
        }
        return moved(
                page,
                () -> {
                    int state = states.get(page);
                    if (!isReadable(state)
                            || PageState.content(state) != PageState.PLAIN
                            || !frame.equalTo(WindowReservation.SEGMENT, pages.hva(page))
                            || !pages.show(page, state, frame)) {
                        return false;
                    }
                    int next = PageState.withContent(state, PageState.SHARED) | PageState.FOREIGN;
                    pages.seal(page, next);
                    states.set(page, next);
                    return true;
                });
    }

    boolean discardZero(long page) {
        if (!pages.backing.isZeroWhenGivenBack()) {
            return false;
        }
        return moved(
                page,
                () -> {
                    int state = states.get(page) & ~PageState.BUSY;
                    if (!isReadable(state) || !ZeroPage.is(pages.segment(page))) {
                        return false;
                    }
                    pages.giveBack(page, state);
                    int next = PageState.withContent(state, PageState.PLAIN) & ~PageState.FOREIGN;
                    pages.seal(page, next);
                    states.set(page, next);
                    return true;
                });
    }

    boolean evict(long page, PageSink sink) throws IOException {
        if (pager == null) {
            throw new IllegalStateException(
                    "page " + page + " cannot leave: its mapping has no pager to bring it back");
        }
        IOException[] refused = {null};
        boolean left =
                moved(
                        page,
                        () -> {
                            int state = states.get(page) & ~PageState.BUSY;
                            if (isGone(state)) {
                                return false;
                            }
                            pages.open(page);
                            try {
                                sink.accept(MappedPages.offset(page), pages.copy(page));
                                pages.giveBack(page, state);
                                state =
                                        PageState.withContent(state, PageState.ABSENT)
                                                & ~PageState.FOREIGN;
                            } catch (IOException e) {
                                refused[0] = e;
                                return false;
                            } finally {
                                pages.seal(page, state);
                            }
                            states.set(page, state);
                            return true;
                        });
        if (refused[0] != null) {
            throw refused[0];
        }
        return left;
    }

    /** Copies a page out if it is there; no fault, no change, and no notifier. */
    boolean peek(long page, MemorySegment to) {
        return locked(
                () -> {
                    if (!isReadable(states.get(page))) {
                        return false;
                    }
                    Window.get(pages.hva(page), to, 0, HostMapping.PAGE);
                    return true;
                });
    }

    private static boolean isGone(int state) {
        int content = PageState.content(state);
        return content == PageState.ABSENT || content == PageState.UNMAPPED;
    }

    private static boolean isReadable(int state) {
        return !isGone(state) && PageState.access(state) != PageAccess.NONE;
    }

    private void change(long first, long end, Runnable body) {
        locked(
                () -> {
                    notifiers.around(
                            pages.hva(first),
                            pages.hva(end),
                            () -> {
                                // Not before start has returned: PageStates says why.
                                try {
                                    states.claimRange(first, end);
                                    body.run();
                                } finally {
                                    states.releaseRange(first, end);
                                }
                            });
                    return true;
                });
    }

    /** A change that pinned pages are spared; asked twice, for the first spares guests a flush. */
    private boolean moved(long page, BooleanSupplier body) {
        return !pins.isPinned(page) && changed(page, () -> pins.unlessPinned(page, body));
    }

    private boolean changed(long page, BooleanSupplier body) {
        boolean[] result = {false};
        change(page, page + 1, () -> result[0] = body.getAsBoolean());
        return result[0];
    }

    private boolean locked(BooleanSupplier body) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the mapping at hva 0x%x is closed".formatted(pages.hva));
            }
            return body.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
