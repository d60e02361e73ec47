package dev.slat.memory.iommu;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;
import dev.slat.memory.slots.SlotTable;

import org.jspecify.annotations.Nullable;

/**
 * Maps slots for one device, and pins their memory if it shall, as slots change.
 *
 * <h2>When a slot is mapped and unmapped</h2>
 *
 * A new slot is pinned and mapped in prepare, before harts see it, so that whatever fails has
 * nothing published yet (Linux, virt/kvm/iommu.c, at 2.6.33; there a later failure left it mapped,
 * and a deleted slot stayed mapped for ever: CVE-2012-2121). A slot that goes away or moves is
 * unmapped in invalidate, after the first grace period and the flush. The publication that follows
 * has a grace period of its own: it begins after the unmapping, so it waits for each access whose
 * section loaded the old snapshot, and sections that it does not wait for load the new one. Commit
 * runs after it, and only then the memory is unpinned; MemorySlots releases it later still. So the
 * unmapping needs no wait of its own.
 *
 * <h2>When a change fails</h2>
 *
 * Every step keeps the snapshot of before, and undoing puts it back, which needs no memory and
 * cannot fail. Pins stay through a move and are dropped only when a change can fail no more.
 * Undoing a creation waits a grace period before it unpins, for devices may be using the slot.
 *
 * <h2>Logs</h2>
 *
 * A device marks in the bitmap of the slot that it found. From prepare to commit that slot has a
 * log if the old or the new one has: a log that begins is there before the grace period after which
 * it counts, and one that ends is kept until the change can fail no more, for if it fails then the
 * log goes on.
 *
 * <p>Threads: {@link #mapped} is for any thread, inside a read section; all else is called under
 * {@code slotsLock}, outside every read section.
 */
public final class DmaTable implements SlotHooks {
    private static final MappedSlots NOTHING = new MappedSlots(SlotTable.EMPTY);

    private final HostSpace host;
    private final boolean pins;
    private final Runnable gracePeriod;
    private final Fault fault;

    /** Volatile: release; pairs with {@link #mapped}. */
    private volatile MappedSlots mapped = NOTHING;

    /** What cancel puts back, or null when prepare changed nothing. */
    private @Nullable MappedSlots beforePrepare;

    /** What restore puts back, or null when invalidate changed nothing. */
    private @Nullable MappedSlots beforeInvalidate;

    /** What commit publishes, or null when it stays as it is. */
    private @Nullable MappedSlots settled;

    /**
     * A table without slots.
     *
     * @param pins whether slots that are mapped are pinned
     * @param gracePeriod returns when each read section that had begun has ended
     */
    public DmaTable(HostSpace host, boolean pins, Runnable gracePeriod, Fault fault) {
        this.host = host;
        this.pins = pins;
        this.gracePeriod = gracePeriod;
        this.fault = fault;
    }

    /** The snapshot to use for one access, inside a read section. */
    public MappedSlots mapped() {
        return mapped;
    }

    /**
     * Pins and maps all slots that there are.
     *
     * @throws GuestMemoryException ENOMEM or EFAULT if one cannot be; nothing is pinned
     */
    public void map(SlotTable present) {
        int[] pinned = new int[1];
        SlotTable[] table = {SlotTable.EMPTY};
        try {
            present.forEach(
                    slot -> {
                        if (isReachable(slot)) {
                            table[0] = table[0].with(slot);
                            pin(slot);
                            pinned[0]++;
                        }
                    });
            mapped = new MappedSlots(table[0]);
        } catch (OutOfMemoryError e) {
            unpin(present, pinned[0]);
            throw new GuestMemoryException(Errno.ENOMEM, "no memory for a DMA domain", e);
        } catch (RuntimeException e) {
            unpin(present, pinned[0]);
            throw e;
        }
    }

    /** Unmaps all; returns when no access is under way. {@code present}: the slots there are. */
    public void unmap(SlotTable present) {
        mapped = NOTHING;
        gracePeriod.run();
        unpin(present, Integer.MAX_VALUE);
    }

    private void unpin(SlotTable present, int first) {
        int[] left = {first};
        present.forEach(
                slot -> {
                    if (isReachable(slot) && left[0] > 0) {
                        left[0]--;
                        unpin(slot);
                    }
                });
    }

    @Override
    public void invalidate(MemorySlot old) {
        if (!isReachable(old)) {
            return;
        }
        MappedSlots present = mapped;
        if (fault != Fault.NO_IOMMU_UNMAP) {
            mapped = new MappedSlots(present.slots.without(old.id()));
        }
        beforeInvalidate = present;
    }

    @Override
    public void restore(MemorySlot old) {
        if (beforeInvalidate != null) {
            mapped = beforeInvalidate;
            beforeInvalidate = null;
        }
    }

    @Override
    public void prepare(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
        beforePrepare = null;
        settled = null;
        if (changed == null || !isReachable(changed)) {
            return;
        }
        MappedSlots present = mapped;
        SlotTable rest = fault == Fault.NO_IOMMU_UNMAP ? uncovered(changed) : present.slots;
        MappedSlots next = new MappedSlots(rest.with(changed));
        MappedSlots last = null;
        if (old != null && old.dirty() != null && changed.dirty() == null) {
            last = next;
            next = new MappedSlots(rest.with(withLogOf(old, changed)));
        }
        if (old == null) {
            pin(changed); // last, for nothing after it fails
        }
        beforePrepare = present;
        settled = last;
        mapped = next;
    }

    @Override
    public void cancel(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
        if (beforePrepare == null) {
            return;
        }
        mapped = beforePrepare;
        beforePrepare = null;
        settled = null;
        if (old == null && changed != null) {
            gracePeriod.run();
            unpin(changed);
        }
    }

    @Override
    public void commit(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
        if (settled != null) {
            mapped = settled;
        }
        beforePrepare = null;
        beforeInvalidate = null;
        settled = null;
        if (changed == null && old != null && isReachable(old)) {
            unpin(old);
        }
    }

    private static MemorySlot withLogOf(MemorySlot old, MemorySlot changed) {
        return new MemorySlot(
                changed.id(),
                changed.baseGfn(),
                changed.pages(),
                changed.userAddress(),
                old.flags(), // they differ in the log alone
                false,
                old.dirty());
    }

    /** {@link Fault#NO_IOMMU_UNMAP} only: without deleted slots that a new one comes to lie on. */
    private SlotTable uncovered(MemorySlot slot) {
        SlotTable[] table = {mapped.slots};
        mapped.slots.forEachInFrames(
                MappedSlots.SPACE,
                slot.baseGfn(),
                slot.pages(),
                stale -> table[0] = table[0].without(stale.id()));
        return table[0];
    }

    private static boolean isReachable(MemorySlot slot) {
        return slot.addressSpace() == MappedSlots.SPACE;
    }

    private void pin(MemorySlot slot) {
        if (pins) {
            host.pin(slot.userAddress(), slot.bytes());
        }
    }

    private void unpin(MemorySlot slot) {
        if (pins) {
            host.unpin(slot.userAddress(), slot.bytes());
        }
    }
}
