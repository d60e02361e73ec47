package dev.slat.memory.stage2;

import dev.slat.memory.host.HostNotifier;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The translations from guest frames to host pages that faults have made and nothing has taken away
 * yet: what shadow or two-dimensional page tables are in KVM. Harts copy from it into their TLBs.
 *
 * <h2>Locks</h2>
 *
 * {@code mmuLock} is a leaf: nothing that blocks happens under it. Faults share its read side; who
 * takes translations or permissions away holds the write side, and flushes the harts after it was
 * released, before it returns: until then a hart may use what it has cached. Look-ups take no lock,
 * only the read section that {@link Walks} gives.
 *
 * <p>As a {@link HostNotifier} it hears of host pages that go away. Its walks run in a read section
 * of their own, outside {@code mmuLock}, as those of KVM do since "introduce kvm->srcu and convert
 * kvm_set_memory_region to SRCU update"; they find invalid slots too, whose pages must still go.
 */
public final class Stage2 implements HostNotifier {
    /** Nothing is mapped, or not for this access: a fault is due. */
    public static final long MISS = -1;

    /** The page was about to change: the access must be tried again. */
    public static final long RETRY = -2;

    /** The host has nothing at the slot's address, or forbids the access. */
    public static final long HOST_FAULT = -3;

    /** The slots to look at, and the section to look at them in. */
    public interface Walks {
        /** Runs with the present table, inside a read section. */
        void walk(Consumer<SlotTable> visitor);
    }

    private final StampedLock mmuLock = new StampedLock();
    private final Invalidations invalidations = new Invalidations();
    private final Stage2Tree[] trees;
    private final TablePool pool;
    private final HostSpace host;
    private final Walks walks;
    private final PendingFlushes flushes;
    private final Runnable gracePeriod;
    private final Fault fault;

    /**
     * An empty stage 2.
     *
     * @param spaces address spaces
     * @param flush returns when no hart can use a translation that it cached before
     * @param gracePeriod returns when every read section that had begun has ended; throws inside
     *     one, which it would wait for
     * @param afterGracePeriod runs something once no walk of before is under way
     */
    public Stage2(
            int spaces,
            HostSpace host,
            Walks walks,
            Runnable flush,
            Runnable gracePeriod,
            Consumer<Runnable> afterGracePeriod,
            Fault fault) {
        this.pool = new TablePool(afterGracePeriod);
        this.trees = new Stage2Tree[spaces];
        for (int i = 0; i < spaces; i++) {
            trees[i] = new Stage2Tree(pool);
        }
        this.host = host;
        this.walks = walks;
        this.flushes = new PendingFlushes(flush);
        this.gracePeriod = gracePeriod;
        this.fault = fault;
    }

    /**
     * Inside a read section, without a lock: the hva of a frame's page, or {@link #MISS}.
     *
     * @param write the page is about to be written
     */
    public long find(int space, long gfn, boolean write) {
        long entry = trees[space].find(gfn);
        if (entry == Entry.NONE || (write && !Entry.isWritable(entry))) {
            return MISS;
        }
        return Entry.hva(entry);
    }

    /**
     * Inside a read section, without a lock: finds the page behind a frame of a slot that is not
     * invalid, and maps it. May block in a pager.
     *
     * @param table the one that the slot is from
     * @param gfn where the guest sees it; differs from {@code slotGfn} behind an alias
     * @param slotGfn the frame of the slot
     * @param write the page is about to be written; the slot is writable
     * @param marks marks the page as dirty
     * @return the hva of the page, {@link #RETRY} or {@link #HOST_FAULT}
     */
    public long fault(
            SlotTable table,
            MemorySlot slot,
            long gfn,
            long slotGfn,
            boolean write,
            DirtyMarks marks) {
        long seen = invalidations.sequence();
        long address = slot.userAddressOf(slotGfn);
        long page = host.resolve(address, write);
        if (page == HostPage.FAULT) {
            return HOST_FAULT;
        }
        long stamp = mmuLock.readLock();
        try {
            if (fault != Fault.NO_NOTIFIER_RECHECK && invalidations.isStale(seen, address)) {
                return RETRY;
            }
            boolean writable = HostPage.isWritable(page) && !slot.readOnly();
            if (slot.logged()) {
                writable &= write;
                if (write) {
                    marks.mark(slot, slotGfn); // before the page can be written without a fault
                }
            }
            long hva = HostPage.hva(page);
            // A large leaf could cover frames that an alias shows elsewhere.
            int level =
                    table.aliases().isEmpty()
                            ? withoutGoing(address, LargePages.level(slot, gfn, page))
                            : HostPage.LEVEL_4K;
            trees[slot.addressSpace()].install(gfn, level, Entry.of(hva, writable));
            return hva;
        } finally {
            mmuLock.unlockRead(stamp);
        }
    }

    /** Under mmuLock: the largest leaf around a page, up to a level, with no page that is going. */
    private int withoutGoing(long address, int most) {
        int level = most;
        while (level > HostPage.LEVEL_4K
                && fault != Fault.NO_NOTIFIER_RECHECK
                && invalidations.isUnderWay(address, LargePages.bytes(level))) {
            level--;
        }
        return level;
    }

    /**
     * Inside a read section: whether a page is going away, so that an access by the host must not
     * begin now. If not, the page may be used until the section ends.
     */
    public boolean isGoing(long userAddress) {
        return fault != Fault.NO_NOTIFIER_RECHECK && invalidations.isUnderWay(userAddress);
    }

    /** Marks a page of a slot as dirty. */
    public interface DirtyMarks {
        /** The frame is about to be written. */
        void mark(MemorySlot slot, long gfn);
    }

    // ---- what slot changes need; the caller holds slotsLock

    /** Stores a new slot table, at a moment when no host page is going away. */
    public void publish(Runnable store) {
        invalidations.publish(store);
    }

    /** Takes all translations of a slot's frames away, and flushes the harts. */
    public void flushSlot(SlotTable table, MemorySlot slot) {
        change(
                removed ->
                        forEachView(
                                table,
                                slot,
                                slot.baseGfn(),
                                slot.pages(),
                                (tree, gfn, pages) -> tree.zap(gfn, pages, removed)));
    }

    /** Takes all translations of an address space away, and flushes the harts. */
    public void flushAll(int space) {
        change(removed -> trees[space].zap(0, Stage2Tree.maxFrames(), removed));
    }

    /** Lets nobody write to a slot's pages without a fault, and flushes the harts. */
    public void protectSlot(SlotTable table, MemorySlot slot) {
        change(
                removed ->
                        forEachView(
                                table,
                                slot,
                                slot.baseGfn(),
                                slot.pages(),
                                (tree, gfn, pages) -> tree.clearBits(gfn, pages, Entry.WRITABLE)));
    }

    /** Lets large leaves come back where small ones were only needed for a log. */
    public void collapseSlot(MemorySlot slot) {
        change(
                removed ->
                        trees[slot.addressSpace()].collapse(slot.baseGfn(), slot.pages(), removed));
    }

    /**
     * Runs something that clears bits of a slot's log and protects their pages, in pieces under the
     * write side of mmuLock; then flushes the harts if anything was protected.
     *
     * @param first the first word of the log
     * @param end the word after the last
     */
    public void protectPages(
            SlotTable table, MemorySlot slot, int first, int end, WordTaker taker) {
        Stage2Tree tree = trees[slot.addressSpace()];
        boolean aliased = !table.aliases().isEmpty();
        boolean due = false;
        // No lock for words without marks: one that comes now is of the next time.
        int word = taker.next(first, end);
        while (word < end) {
            int to = Math.min(end, word + WORDS_AT_ONCE);
            boolean changed = false;
            long stamp = mmuLock.writeLock();
            try {
                for (; word < to; word++) {
                    long gfn = slot.baseGfn() + (long) word * Long.SIZE;
                    if (fault == Fault.PROTECT_BEFORE_CLEAR) {
                        changed |= tree.protect(gfn, taker.peek(word));
                        mmuLock.unlockWrite(stamp);
                        LockSupport.parkNanos(1); // room for a write
                        stamp = mmuLock.writeLock();
                        taker.take(word);
                        continue;
                    }
                    long mask = taker.take(word);
                    if (mask == 0) {
                        continue;
                    }
                    changed |=
                            aliased
                                    ? forEachView(
                                            table,
                                            slot,
                                            gfn,
                                            Math.min(Long.SIZE, slot.endGfn() - gfn),
                                            (t, g, p) -> t.clearBits(g, p, Entry.WRITABLE))
                                    : tree.protect(gfn, mask);
                }
            } finally {
                due = due || flushes.begin(changed);
                mmuLock.unlockWrite(stamp);
            }
            word = taker.next(word, end);
        }
        if (due) {
            flushes.run();
        }
    }

    /**
     * Protects pages of a slot, counted from its start: those of 64 from {@code first} whose bit is
     * set and that the slot has.
     *
     * @param due whether the caller must call {@link #flush} already
     * @return whether it must now
     */
    public boolean protectWord(
            SlotTable table, MemorySlot slot, long first, long mask, boolean due) {
        if (first >= slot.pages()) {
            return due;
        }
        long room = slot.pages() - first;
        long inside = room >= Long.SIZE ? mask : mask & ((1L << room) - 1);
        boolean changed = false;
        boolean dueNow = due;
        long stamp = mmuLock.writeLock();
        try {
            for (long left = inside; left != 0; left &= left - 1) {
                long gfn = slot.baseGfn() + first + Long.numberOfTrailingZeros(left);
                changed |=
                        forEachView(
                                table,
                                slot,
                                gfn,
                                1,
                                (tree, g, p) -> tree.clearBits(g, p, Entry.WRITABLE));
            }
        } finally {
            dueNow = dueNow || flushes.begin(changed);
            mmuLock.unlockWrite(stamp);
        }
        return dueNow;
    }

    /** Once after {@link #protectWord} said so: no hart can use what it cached before. */
    public void flush() {
        flushes.run();
    }

    /** Takes bits out of a log. */
    public interface WordTaker {
        /** Clears bits of a word; returns those that were set. */
        long take(int word);

        /** What {@link #take} would return. */
        long peek(int word);

        /** The first word from {@code from} on that has bits to take; {@code end} if none has. */
        default int next(int from, int end) {
            int word = from;
            while (word < end && peek(word) == 0) {
                word++;
            }
            return word;
        }
    }

    /** Faults of other pages wait for no longer than this many words take: some microseconds. */
    private static final int WORDS_AT_ONCE = 16;

    // ---- host pages

    @Override
    public void invalidateStart(long start, long end) {
        invalidations.open();
        boolean[] begun = new boolean[1];
        try {
            takeAway(start, end, begun);
        } catch (Throwable e) { // who is not told of a start is told of no end
            if (begun[0]) {
                endOne();
            }
            invalidations.close();
            throw e;
        }
    }

    private void takeAway(long start, long end, boolean[] begun) {
        boolean[] due = new boolean[1];
        List<TablePage> removed = new ArrayList<>();
        walks.walk(
                table -> {
                    List<MemorySlot> slots = slotsIn(table, start, end);
                    if (slots.isEmpty()) {
                        return;
                    }
                    boolean changed = false;
                    long stamp = mmuLock.writeLock();
                    try {
                        invalidations.begin(start, end);
                        begun[0] = true;
                        for (MemorySlot slot : slots) {
                            changed |=
                                    forEachViewIn(
                                            table,
                                            slot,
                                            start,
                                            end,
                                            (tree, gfn, pages) -> tree.zap(gfn, pages, removed));
                        }
                    } finally {
                        due[0] = flushes.begin(changed);
                        mmuLock.unlockWrite(stamp);
                    }
                });
        flushed(due[0], removed);
        // Accesses by the host and by devices have no translation; and one may still use a table
        // with a slot that has just been taken out, so this does not ask whether there is one.
        gracePeriod.run();
    }

    private void endOne() {
        long stamp = mmuLock.writeLock();
        try {
            invalidations.end();
        } finally {
            mmuLock.unlockWrite(stamp);
        }
    }

    @Override
    public void invalidateEnd(long start, long end) {
        walks.walk(
                table -> {
                    if (!slotsIn(table, start, end).isEmpty()) {
                        endOne();
                    }
                });
        invalidations.close();
    }

    @Override
    public boolean clearYoung(long start, long end, boolean flushHarts) {
        boolean young =
                age(start, end, (tree, gfn, pages) -> tree.clearBits(gfn, pages, Entry.ACCESSED));
        if (young && flushHarts) {
            forceFlush();
        }
        return young;
    }

    @Override
    public boolean testYoung(long start, long end) {
        return age(start, end, (tree, gfn, pages) -> tree.has(gfn, pages, Entry.ACCESSED));
    }

    private boolean age(long start, long end, RangeAction action) {
        boolean[] young = new boolean[1];
        walks.walk(
                table -> {
                    for (MemorySlot slot : slotsIn(table, start, end)) {
                        long stamp = mmuLock.writeLock();
                        try {
                            young[0] |= forEachViewIn(table, slot, start, end, action);
                        } finally {
                            mmuLock.unlockWrite(stamp);
                        }
                    }
                });
        return young[0];
    }

    @Override
    public void release() {
        for (int space = 0; space < trees.length; space++) {
            flushAll(space);
        }
    }

    private List<MemorySlot> slotsIn(SlotTable table, long start, long end) {
        List<MemorySlot> slots = new ArrayList<>();
        table.forEachInUserRange(
                start,
                end,
                slot -> {
                    if (!(fault == Fault.INVALID_HIDES_TEARDOWN && slot.invalid())) {
                        slots.add(slot);
                    }
                });
        return slots;
    }

    // ---- both

    private interface RangeAction {
        boolean run(Stage2Tree tree, long gfn, long pages);
    }

    private interface Removal {
        boolean run(List<TablePage> removed);
    }

    /** Changes the trees under the lock, then flushes the harts if anything was there. */
    private void change(Removal removal) {
        List<TablePage> removed = new ArrayList<>();
        boolean due = false;
        try {
            boolean changed = true; // should it fail half way
            long stamp = mmuLock.writeLock();
            try {
                changed = removal.run(removed);
            } finally {
                due = flushes.begin(changed);
                mmuLock.unlockWrite(stamp);
            }
        } finally {
            flushed(due, removed);
        }
    }

    private void forceFlush() {
        change(removed -> true);
    }

    private void flushed(boolean due, List<TablePage> removed) {
        if (due) {
            flushes.run();
        }
        if (!removed.isEmpty()) {
            pool.retire(removed);
        }
    }

    /** The part of a slot whose memory is in a range of user addresses, as below. */
    private boolean forEachViewIn(
            SlotTable table, MemorySlot slot, long start, long end, RangeAction action) {
        long first = slot.gfnOf(Math.max(start, slot.userAddress()));
        long last = slot.gfnOf(Math.min(end, slot.endUserAddress()) - 1);
        return forEachView(table, slot, first, last - first + 1, action);
    }

    /** A range of a slot where it is, and wherever an alias shows it. */
    private boolean forEachView(
            SlotTable table, MemorySlot slot, long gfn, long pages, RangeAction action) {
        Stage2Tree tree = trees[slot.addressSpace()];
        boolean[] changed = {action.run(tree, gfn, pages)};
        if (!table.aliases().isEmpty()) {
            table.aliases()
                    .forEachAliasOf(
                            slot.addressSpace(),
                            gfn,
                            pages,
                            (g, p) -> changed[0] |= action.run(tree, g, p));
        }
        return changed[0];
    }

    /** Frames that it can map: none beyond. */
    public static long frames() {
        return Stage2Tree.maxFrames();
    }

    // ---- checks

    /**
     * The first page of a logged slot that is neither marked nor safe from unseen stores, be it
     * through an alias, or null: there must be none at any time. The caller holds slotsLock.
     */
    public @Nullable Long firstUnlogged(SlotTable table, MemorySlot slot, Supplier<long[]> marks) {
        long stamp = mmuLock.writeLock();
        try {
            long[] words = marks.get();
            RangeAction writable = (tree, gfn, pages) -> tree.has(gfn, pages, Entry.WRITABLE);
            for (long page = 0; page < slot.pages(); page++) {
                boolean marked = ((words[(int) (page >>> 6)] >>> page) & 1) != 0;
                if (!marked && forEachView(table, slot, slot.baseGfn() + page, 1, writable)) {
                    return page;
                }
            }
            return null;
        } finally {
            mmuLock.unlockWrite(stamp);
        }
    }

    /** For tests and statistics: the level of the leaf that maps a frame, or null. */
    public @Nullable Integer levelOf(int space, long gfn) {
        return trees[space].levelOf(gfn);
    }
}
