package dev.slat.memory.slots;

import dev.slat.memory.host.HostMapping;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The published slot table and the changes to it, each in the steps that keep readers safe.
 *
 * <h2>Why two steps</h2>
 *
 * A slot that is taken away must not be mapped anew while its translations are being torn down, yet
 * tearing down needs the slot. So it is first published as INVALID (lookups that would make a
 * translation refuse it), then a grace period passes (no reader still uses the valid one), then the
 * translations are flushed (nobody can make new ones), and only then is it removed, and another
 * grace period passes before its memory may be freed. Flushing before the grace period would let a
 * straggler map the slot again after the flush. This is the change "introduce kvm->srcu and convert
 * kvm_set_memory_region to SRCU update" to Linux.
 *
 * <p>Threads: readers load {@link #current} in a read section. Every other method needs the caller
 * to hold {@code slotsLock} and to be outside every read section.
 */
public final class MemorySlots {
    private static final VarHandle TABLE;

    static {
        try {
            TABLE =
                    MethodHandles.lookup()
                            .findVarHandle(MemorySlots.class, "table", SlotTable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The two waits of a change; the composition gives them meaning. */
    public interface Waits {
        /** Returns when every read section that had begun has ended. */
        void gracePeriod();

        /** Returns when no hart can still use a translation made before the call. */
        void flush();
    }

    private final Waits waits;

    @SuppressWarnings("FieldMayBeFinal") // written through TABLE
    private SlotTable table = SlotTable.EMPTY;

    /** Slots of an empty guest. */
    public MemorySlots(Waits waits) {
        this.waits = waits;
    }

    /** The snapshot to use for one operation, inside a read section. Pairs with the publication. */
    public SlotTable current() {
        return (SlotTable) TABLE.getAcquire(this);
    }

    private void publish(SlotTable next) {
        TABLE.setVolatile(this, next); // at least release; pairs with current()
        waits.gracePeriod();
    }

    /** Whether some other slot shares a frame with the range; returns it, or null. */
    public @Nullable MemorySlot overlapping(long baseGfn, long pages, int exceptId) {
        return current().overlapping(baseGfn, pages, exceptId);
    }

    /** Adds a slot whose number is free. One grace period. */
    public void create(MemorySlot slot) {
        SlotTable next = current().with(slot);
        slot.mapping().retain();
        publish(next);
    }

    /** Takes a slot away. Two grace periods and a flush; then its mapping may be closed. */
    public void delete(MemorySlot old) {
        SlotTable without = current().without(old.id());
        invalidate(old);
        publish(without);
        old.mapping().release();
    }

    /** Puts a slot at another address. Neither address answers in between. */
    public void move(MemorySlot old, MemorySlot moved) {
        SlotTable next = current().with(moved);
        invalidate(old);
        publish(next);
    }

    /** Changes what may be done with a slot in place; the guest runs on against the same memory. */
    public void changeFlags(MemorySlot old, MemorySlot changed) {
        publish(current().with(changed));
        if (changed.dirty() != null && old.dirty() == null) {
            // After the grace period, or a hart could map a page writable from the old slot, which
            // has no log, after the flush: its writes would never be logged.
            waits.flush();
        }
    }

    /** Takes the log of a slot: what was written since the last time. */
    public long[] takeDirty(DirtyBitmap bitmap) {
        long[] taken = bitmap.takeAll();
        // Writable translations made before belong to the marks just taken. Without them the next
        // write faults and marks again. A write in between goes through a stale translation, and is
        // covered, as the caller copies the page after this returns.
        waits.flush();
        return taken;
    }

    private void invalidate(MemorySlot old) {
        publish(current().with(old.invalidated()));
        waits.flush();
    }

    /** Removes every slot without waiting: no reader and no hart is left. */
    public void clear() {
        for (HostMapping mapping : current().mappings()) {
            mapping.release();
        }
        TABLE.setVolatile(this, SlotTable.EMPTY);
    }
}
