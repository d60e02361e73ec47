package dev.slat.torture.memory;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.Window;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A life whose pages move between the frames of one mapping, as those of a process do when its host
 * compacts memory. Frames that hold no page are poisoned.
 */
final class FrameLife extends Life {
    /** Frames beside those of the pages: a frame rests for as many moves before it is used. */
    private static final int SPARES = 8;

    private final boolean large;
    private final HostMapping mapping;
    private final AtomicLongArray frames;
    private final Queue<Long> spares = new ArrayDeque<>();
    private boolean poisoned;

    /** Memory whose pages stay where they are: untagged, zeros. */
    static FrameLife plain(long userAddress, long bytes) {
        return new FrameLife(0, -1, (int) (bytes / Layout.PAGE), userAddress, true);
    }

    /** Memory for a slot, each page tagged. */
    static FrameLife of(long number, int slot, long userAddress) {
        boolean large = slot == Layout.LARGE_SLOT;
        int pages = large ? Layout.LARGE_PAGES : Layout.PAGES;
        FrameLife life = new FrameLife(number, slot, pages, userAddress, large);
        for (int page = 0; page < Layout.PAGES; page++) {
            life.fill(life.hva(page), page);
        }
        return life;
    }

    private FrameLife(long number, int slot, int pages, long userAddress, boolean large) {
        super(number, slot, pages, userAddress);
        this.large = large;
        int spare = large ? 0 : SPARES;
        mapping = HostMapping.anonymous((pages + spare) * Layout.PAGE);
        frames = new AtomicLongArray(pages);
        for (int page = 0; page < pages; page++) {
            frames.set(page, mapping.hva() + page * Layout.PAGE);
        }
        for (int page = pages; page < pages + spare; page++) {
            long hva = mapping.hva() + page * Layout.PAGE;
            Tag.poison(hva);
            spares.add(hva);
        }
    }

    private void fill(long hva, int page) {
        Window.put(hva, Contents.of(number, slot, page), 0, Layout.PAGE);
    }

    /** Where a page is now. */
    long hva(int page) {
        return frames.get(page);
    }

    @Override
    long resolve(long address, boolean write) {
        long hva = hva((int) ((address - userAddress) / Layout.PAGE));
        boolean whole = large && pages >= Layout.LARGE_PAGES;
        return HostPage.of(hva, true, whole ? HostPage.LEVEL_2M : HostPage.LEVEL_4K);
    }

    @Override
    synchronized void replace(int page, boolean keepsContents, TortureSpace space) {
        if (isOver() || large) {
            return;
        }
        space.around(
                userAddress + page * Layout.PAGE,
                () -> move(page, keepsContents, space.findings()));
    }

    private void move(int page, boolean keepsContents, Findings findings) {
        long old = hva(page);
        long fresh = spares.remove();
        checkPoison(fresh, findings);
        if (keepsContents) {
            MemorySegment contents = Contents.blank();
            Window.get(old, contents, 0, Layout.PAGE);
            Window.put(fresh, contents, 0, Layout.PAGE);
        } else {
            fill(fresh, page);
        }
        frames.set(page, fresh);
        Tag.poison(old);
        spares.add(old);
    }

    @Override
    synchronized boolean poison() {
        for (int page = 0; page < Layout.PAGES; page++) {
            Tag.poison(hva(page));
        }
        poisoned = true;
        return true;
    }

    @Override
    synchronized void free(Findings findings) {
        for (int page = 0; poisoned && page < Layout.PAGES; page++) {
            checkPoison(hva(page), findings);
        }
        spares.forEach(hva -> checkPoison(hva, findings));
        mapping.close();
    }

    private void checkPoison(long hva, Findings findings) {
        findings.require(
                Tag.isPoisoned(hva),
                Check.STALE_STORE,
                "somebody wrote to a frame of life %d of slot %d after it was taken away"
                        .formatted(number, slot));
    }
}
