package dev.slat.memory.host;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Host memory that memory slots may be backed by: anonymous memory, a file or a memfd, placed in
 * the {@link Window}. Its pages can be thrown away, protected, replaced, shared and evicted while
 * guests use them.
 *
 * <p>Threads: any. Every change of pages returns when it is done for all: it tells the notifiers of
 * {@link HostSpace#window} before and after, so nobody uses a page in between. It waits for read
 * sections and pagers, so it must not be called inside a section, from a notifier or from a pager;
 * changes of one mapping run one after the other. {@link #resolve} waits only for a pager, or for a
 * change of that very page.
 *
 * <p>Ownership: whoever creates a mapping closes it. While a slot is backed by it, closing is
 * refused; once {@code GuestMemory.deleteRegion} has returned, nobody can reach it any more and
 * closing is safe at once.
 *
 * <p>Errors: {@link HostRangeException} for an offset or length that is no range of its pages;
 * {@link HostCallException} when the host refuses a call; {@link IllegalStateException} when it is
 * closed. Offsets and lengths are in bytes.
 */
public final class HostMapping implements AutoCloseable {
    /** Bytes in a page, the unit of slots. */
    public static final long PAGE = 4096;

    private final MappedPages pages;

    /** Those of the pages, here once more: a resolve follows fewer pointers. */
    private final long hva;

    private final long size;
    private final PageStates states;

    private final PageFaults faults;
    private final PinMap pins = new PinMap();
    private final MappingChanges changes;
    private final Notifiers notifiers;

    /** Absent until somebody asks for ages: then every resolve marks its page. */
    private volatile @Nullable AgeMap ages;

    /** Slots backed by this mapping, or -1 when closed. Guarded by this. */
    private int users;

    HostMapping(MappedPages pages, @Nullable Pager pager, Notifiers notifiers) {
        this.pages = pages;
        this.hva = pages.hva;
        this.size = pages.size;
        this.states = pages.states;
        this.notifiers = notifiers;
        this.faults = new PageFaults(pages, pager);
        this.changes = new MappingChanges(pages, pins, notifiers, pager);
    }

    /**
     * Maps anonymous memory, all zeros, with huge pages where the host offers them.
     *
     * @param bytes a positive multiple of {@link #PAGE}
     * @throws HostRangeException for another size
     * @throws OutOfMemoryError when the host or the window has no room for it
     */
    public static HostMapping anonymous(long bytes) {
        return of(bytes).map();
    }

    /** Maps a memfd: zeros, in memory that other processes could map too. As {@link #anonymous}. */
    public static HostMapping memfd(String name, long bytes) {
        return of(bytes).memfd(name).map();
    }

    /**
     * Maps a whole file; stores go to it. Beyond its end the last page is zero.
     *
     * @throws java.io.UncheckedIOException when it cannot be read and written
     */
    public static HostMapping sharedFile(Path path) {
        return of(HostMappingBuilder.wholePages(path)).sharedFile(path, 0).map();
    }

    /**
     * Maps a whole file; stores stay in memory. The file must not change meanwhile.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public static HostMapping privateFile(Path path) {
        return of(HostMappingBuilder.wholePages(path)).privateFile(path, 0).map();
    }

    /**
     * The choices of a mapping with more of them.
     *
     * @param bytes as for {@link #anonymous}
     */
    public static HostMappingBuilder of(long bytes) {
        return new HostMappingBuilder(bytes);
    }

    /** Where it starts in the {@link Window}. */
    public long hva() {
        return hva;
    }

    /** Its size in bytes. */
    public long size() {
        return size;
    }

    /**
     * As {@link HostSpace#resolve}, for a mapping that is known.
     *
     * @param offset any offset in it; {@link HostPage#FAULT} outside
     */
    public long resolve(long offset, boolean write) {
        if (offset < 0 || offset >= size) {
            return HostPage.FAULT;
        }
        long page = offset >> MappedPages.SHIFT;
        return isPlain(offset)
                ? HostPage.of(hva + (page << MappedPages.SHIFT), true, states.level(page, true))
                : faults.resolve(page, write);
    }

    /** Whether there is a page that may be accessed in every way as it is; marks it as accessed. */
    boolean isPlain(long offset) {
        if (offset < 0 || offset >= size) {
            return false;
        }
        long page = offset >> MappedPages.SHIFT;
        AgeMap map = ages;
        if (map != null) {
            map.mark(page);
        }
        return PageState.isPlain(states.get(page));
    }

    /**
     * Throws the contents of a range away and gives the memory back to the host (a balloon's way).
     * The pages are then as in a new mapping: zeros, a private file's own, or the pager's again.
     * Zeros also for pages that were only {@link HostMappingBuilder#swappedBy swapped}. A shared
     * file gets a hole. Protections stay.
     */
    public void discard(long offset, long length) {
        check(offset, length);
        changes.discard(first(offset), first(offset + length));
    }

    /**
     * Says what may be done with a range. Pages that are unmapped stay so. In checked mode the host
     * enforces it too.
     */
    public void protect(long offset, long length, PageAccess access) {
        check(offset, length);
        changes.protect(first(offset), first(offset + length), access);
    }

    /** Takes a range away for good: its pages fault, its memory goes back to the host. */
    public void unmap(long offset, long length) {
        check(offset, length);
        changes.unmap(first(offset), first(offset + length));
    }

    /**
     * Puts other contents under a page, in one step for all who use it. An absent page is present
     * then; protections stay.
     *
     * @param contents {@link #PAGE} bytes
     * @return false, and nothing happened, when the page is unmapped
     */
    public boolean replacePage(long offset, MemorySegment contents) {
        check(offset, PAGE);
        if (contents.byteSize() != PAGE) {
            throw new HostRangeException(
                    "a page of " + contents.byteSize() + " bytes: not " + PAGE,
                    contents.byteSize());
        }
        return changes.replace(first(offset), contents);
    }

    /**
     * Lets a page show a frame that has the same contents, and gives its own memory back. The next
     * store that is resolved gets a copy.
     *
     * @return false, and nothing happened, when the page is not there, is pinned, shows a frame
     *     already, has other contents by now, belongs to a shared file, or when the process can
     *     have no more pages like this
     */
    public boolean sharePage(long offset, Frame frame) {
        check(offset, PAGE);
        return changes.share(first(offset), frame);
    }

    /**
     * Gives the memory of a page of zeros back to the host.
     *
     * @return false, and nothing happened, when the page is not there, is pinned or not zero by
     *     now, or would not read as zero (a private file)
     */
    public boolean discardZeroPage(long offset) {
        check(offset, PAGE);
        return changes.discardZero(first(offset));
    }

    /**
     * Moves a page out of memory. The mapping's pager brings it back when it is used again.
     *
     * @param sink keeps the contents; called while nobody uses the page
     * @return false, and nothing happened, when the page is not in memory, or is pinned
     * @throws IOException the sink's: the page stays
     * @throws IllegalStateException the mapping has no pager
     */
    public boolean evictPage(long offset, PageSink sink) throws IOException {
        check(offset, PAGE);
        return changes.evict(first(offset), sink);
    }

    /**
     * Copies a page out without populating it or counting as an access; not atomic with stores.
     *
     * @param to gets {@link #PAGE} bytes
     * @return false when the page is not there or not readable
     */
    public boolean peekPage(long offset, MemorySegment to) {
        check(offset, PAGE);
        return changes.peek(first(offset), to);
    }

    /**
     * Forgets that a range was accessed. What is resolved counts as accessed, and what notifiers
     * know of it. Nothing is known of the time before the first call here or of {@link #testYoung}.
     *
     * @param flush also from cached translations: exact, but costs guests their translations;
     *     without it an access through one may stay unnoticed
     * @return whether any page had been accessed since the last time
     */
    public boolean clearYoung(long offset, long length, boolean flush) {
        check(offset, length);
        boolean here = ages().clear(first(offset), first(offset + length));
        boolean there = notifiers.clearYoung(hva() + offset, hva() + offset + length, flush);
        return here || there;
    }

    /** Whether any page of a range was accessed since it was cleared; changes nothing. */
    public boolean testYoung(long offset, long length) {
        check(offset, length);
        return ages().test(first(offset), first(offset + length))
                || notifiers.testYoung(hva() + offset, hva() + offset + length);
    }

    private AgeMap ages() {
        AgeMap map = ages;
        if (map == null) {
            synchronized (this) {
                map = ages;
                if (map == null) {
                    map = new AgeMap(size >> MappedPages.SHIFT);
                    ages = map;
                }
            }
        }
        return map;
    }

    /** What the pager threw last, if it ever did. */
    public Optional<Exception> pagerFailure() {
        return Optional.ofNullable(faults.failure());
    }

    /**
     * Pins a range, as {@link HostSpace#pin} says.
     *
     * @throws GuestMemoryException EFAULT for a page that cannot be had; nothing is pinned then
     */
    void pin(long offset, long length) {
        long first = first(offset);
        long end = first(offset + length);
        pins.pin(first, end); // before the look at the pages: none can leave after it
        try {
            for (long page = first; page < end; page = states.next(page, end)) {
                boolean write = PageState.access(states.get(page)) == PageAccess.READ_WRITE;
                if (faults.resolve(page, write) == HostPage.FAULT) {
                    throw new GuestMemoryException(
                            Errno.EFAULT,
                            "page %d of %s cannot be had, to be pinned".formatted(page, this));
                }
            }
        } catch (Throwable e) {
            pins.unpin(first, end);
            throw e;
        }
    }

    /** Undoes one {@link #pin} of the same range. */
    void unpin(long offset, long length) {
        pins.unpin(first(offset), first(offset + length));
    }

    /** A slot is about to be backed by this mapping. */
    public synchronized void retain() {
        if (users < 0) {
            throw new IllegalStateException(this + " is closed");
        }
        users++;
    }

    /** A slot that was backed by it is gone: no reader and no translation uses it any more. */
    public synchronized void release() {
        if (users <= 0) {
            throw new IllegalStateException(this + " is released more often than retained");
        }
        users--;
    }

    /**
     * Unmaps it and gives the memory back to the host. Notifiers hear of it as of any change.
     * Closing twice does nothing.
     *
     * @throws IllegalStateException while a memory slot is backed by it
     */
    @Override
    public void close() {
        synchronized (this) {
            if (users > 0) {
                throw new IllegalStateException(this + " still backs " + users + " memory slots");
            }
            if (users < 0) {
                return;
            }
            users = -1;
        }
        // Outside the monitor: a slot update may need it while this waits for that update's guest.
        try {
            changes.close(() -> MappingTable.remove(this));
        } catch (RuntimeException e) {
            synchronized (this) {
                users = 0;
            }
            throw e;
        }
    }

    private static long first(long offset) {
        return offset >> MappedPages.SHIFT;
    }

    private void check(long offset, long length) {
        HostRangeException.check(offset, length, size, this);
    }

    @Override
    public String toString() {
        return "HostMapping[hva=0x%x, %d bytes, %s]".formatted(hva(), size(), pages.backing);
    }
}
