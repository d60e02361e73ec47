package dev.slat.torture.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.Window;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The host memory of one life of a slot: pages that may move between the frames of one mapping.
 * Frames that hold no page are poisoned.
 *
 * <p>Threads: {@link #hva} any; what changes pages holds the monitor.
 */
final class Life {
    /** Frames beside those of the pages: a frame rests for as many moves before it is used. */
    private static final int SPARES = 8;

    private static final int WORDS = (int) (Layout.PAGE / Long.BYTES);

    final long number;
    final int slot;
    final int pages;

    /** The first of its user addresses, which no other life ever has. */
    final long userAddress;

    private final boolean large;
    private final HostMapping mapping;
    private final AtomicLongArray frames;
    private final Queue<Long> spares = new ArrayDeque<>();
    private final AtomicInteger retained = new AtomicInteger();
    private boolean over;

    /** Memory whose pages stay where they are: untagged, zeros. */
    static Life plain(long userAddress, long bytes) {
        return new Life(0, -1, (int) (bytes / Layout.PAGE), userAddress, true);
    }

    /** Memory for a slot, each page tagged. */
    static Life of(long number, int slot, long userAddress) {
        boolean large = slot == Layout.LARGE_SLOT;
        int pages = large ? Layout.LARGE_PAGES : Layout.PAGES;
        Life life = new Life(number, slot, pages, userAddress, large);
        for (int page = 0; page < Layout.PAGES; page++) {
            life.fill(life.frames.get(page), page);
        }
        return life;
    }

    private Life(long number, int slot, int pages, long userAddress, boolean large) {
        this.number = number;
        this.slot = slot;
        this.pages = pages;
        this.userAddress = userAddress;
        this.large = large;
        mapping = HostMapping.anonymous((pages + (large ? 0 : SPARES)) * Layout.PAGE);
        frames = new AtomicLongArray(pages);
        for (int page = 0; page < pages; page++) {
            frames.set(page, mapping.hva() + page * Layout.PAGE);
        }
        if (!large) {
            for (int spare = pages; spare < pages + SPARES; spare++) {
                long hva = mapping.hva() + spare * Layout.PAGE;
                Tag.poison(hva);
                spares.add(hva);
            }
        }
    }

    private void fill(long hva, int page) {
        MemorySegment contents = MemorySegment.ofArray(new long[WORDS]);
        Window.put(hva, contents, 0, Layout.PAGE);
        Window.putLong(hva + Layout.TAG, Tag.of(number, slot, page));
        if (page == Layout.CODE_PAGE) {
            put(hva + Layout.CODE, GuestProgram.codeOf(number));
            for (int hart = 0; hart < Layout.MAX_HARTS; hart++) {
                put(hva + Layout.HART_CODE + hart * Layout.LINE, GuestProgram.unwrittenCode());
            }
        }
    }

    private static void put(long hva, byte[] bytes) {
        Window.put(hva, MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    long bytes() {
        return pages * Layout.PAGE;
    }

    boolean canMove() {
        return !large;
    }

    /** Where a page is now. */
    long hva(int page) {
        return frames.get(page);
    }

    /** The code of {@link HostPage} for a page that is at {@code hva}. */
    long code(long hva) {
        boolean whole = large && pages >= Layout.LARGE_PAGES;
        return HostPage.of(hva, true, whole ? HostPage.LEVEL_2M : HostPage.LEVEL_4K);
    }

    /** A slot names it. */
    void retain() {
        retained.incrementAndGet();
    }

    /** A slot does no more. */
    void release() {
        retained.decrementAndGet();
    }

    /** Slots that name it. */
    int retained() {
        return retained.get();
    }

    /** Whether its memory is about to be freed; its pages move no more. */
    synchronized boolean isOver() {
        return over;
    }

    synchronized void end() {
        over = true;
    }

    /** Moves a page to another frame between a notifier's start and end; nobody uses it. */
    synchronized void move(int page, boolean keepContents, Findings findings) {
        long old = frames.get(page);
        long fresh = spares.remove();
        checkPoison(fresh, findings);
        if (keepContents) {
            MemorySegment contents = MemorySegment.ofArray(new long[WORDS]);
            Window.get(old, contents, 0, Layout.PAGE);
            Window.put(fresh, contents, 0, Layout.PAGE);
        } else {
            fill(fresh, page);
        }
        frames.set(page, fresh);
        Tag.poison(old);
        spares.add(old);
    }

    /** Nobody may use its memory any more: it rests, poisoned, until {@link #free}. */
    synchronized void poison() {
        for (int page = 0; page < Layout.PAGES; page++) {
            Tag.poison(frames.get(page));
        }
    }

    /** Unmaps its memory. */
    synchronized void free(Findings findings, boolean wasPoisoned) {
        for (int page = 0; wasPoisoned && page < Layout.PAGES; page++) {
            checkPoison(frames.get(page), findings);
        }
        spares.forEach(hva -> checkPoison(hva, findings));
        mapping.close();
    }

    private void checkPoison(long hva, Findings findings) {
        findings.require(
                Tag.isPoisoned(hva),
                Check.STALE_STORE,
                "somebody wrote to a frame of life "
                        + number
                        + " of slot "
                        + slot
                        + " after it"
                        + " was taken away");
    }

    /** Gives RAM of the torture back at the end of a round. */
    void close() {
        mapping.close();
    }
}
