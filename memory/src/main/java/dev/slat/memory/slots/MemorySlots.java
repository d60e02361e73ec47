package dev.slat.memory.slots;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations.Point;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The published slot table and the changes to it, each in the steps that keep readers safe.
 *
 * <h2>Why two steps</h2>
 *
 * A slot that is taken away must not be mapped anew while its translations are being torn down, yet
 * tearing down needs the slot. So it is first published as INVALID (look-ups that would make a
 * translation refuse it), then a grace period passes (no reader still uses the valid one), then the
 * translations are flushed (nobody can make new ones), and only then is it removed, and another
 * grace period passes before its memory may be freed. Flushing before the grace period would let a
 * straggler map the slot again after the flush. This is the change "introduce kvm->srcu and convert
 * kvm_set_memory_region to SRCU update" to Linux.
 *
 * <h2>When a step fails</h2>
 *
 * A change that fails after its first step publishes the old slot again, so that a refused change
 * has changed nothing. (That change to Linux left the slot dead.)
 *
 * <p>Threads: readers load {@link #current} in a read section. Every other method needs the caller
 * to hold {@code slotsLock} and to be outside every read section.
 */
public final class MemorySlots {
    /** Set in the generation while readers may still use the table of before. */
    public static final long IN_PROGRESS = Long.MIN_VALUE;

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

    /** The waits of a change, and the flush; the composition gives them meaning. */
    public interface Steps {
        /** Runs the store of a new table at a moment when no host page is going away. */
        void publish(Runnable store);

        /** Returns when every read section that had begun has ended. */
        void gracePeriod();

        /** Takes all translations of a slot away; returns when nobody can use one any more. */
        void flush(MemorySlot slot);

        /** A log was switched on: lets nobody write to the slot's pages without a fault. */
        void protect(MemorySlot slot);

        /** A log was switched off: large translations may come back. */
        void collapse(MemorySlot slot);
    }

    private final SlotRules rules;
    private final HostSpace host;
    private final Steps steps;
    private final Allocations allocations;
    private final Fault fault;
    private final List<SlotHooks> hooks = new CopyOnWriteArrayList<>();

    @SuppressWarnings("FieldMayBeFinal") // written through TABLE
    private SlotTable table = SlotTable.EMPTY;

    private volatile long generation;
    private volatile DirtyMode dirtyMode = DirtyMode.GET_CLEARS;
    private volatile boolean dirtyRings;

    /** How logs begin and how they are taken (KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2). */
    public enum DirtyMode {
        /** Getting a log clears it. */
        GET_CLEARS,
        /** A log is cleared by a call of its own. */
        MANUAL,
        /** As MANUAL, and a new log has all pages marked. */
        MANUAL_INITIALLY_SET
    }

    /** Slots of an empty guest. */
    public MemorySlots(
            SlotLimits limits, HostSpace host, Steps steps, Allocations allocations, Fault fault) {
        this.rules = new SlotRules(limits, host);
        this.host = host;
        this.steps = steps;
        this.allocations = allocations;
        this.fault = fault;
    }

    /** The snapshot to use for one operation, inside a read section. Pairs with the publication. */
    public SlotTable current() {
        return (SlotTable) TABLE.getAcquire(this);
    }

    /**
     * Moves with each change. While {@link #IN_PROGRESS} is set, readers may still use the old
     * table, so nothing that is found then may be kept for later.
     */
    public long generation() {
        return generation;
    }

    /** How logs begin. */
    public DirtyMode dirtyMode() {
        return dirtyMode;
    }

    /** Changes how logs begin and are taken. */
    public void setDirtyMode(DirtyMode mode) {
        dirtyMode = mode;
    }

    /** Whether harts record what they write in rings; bitmaps are for writers without one then. */
    public boolean hasDirtyRings() {
        return dirtyRings;
    }

    /** Harts have rings from now on. How bitmaps begin and are taken is a setting of its own. */
    public void useDirtyRings() {
        dirtyRings = true;
    }

    /** Adds hooks; they hear of later changes only. */
    public void add(SlotHooks more) {
        hooks.add(more);
    }

    /** Removes hooks. */
    public void remove(SlotHooks gone) {
        hooks.remove(gone);
    }

    /** Throws EINVAL for a number or an address space that the user may not name. */
    public void requireUserSlot(int id) {
        rules.requireUserSlot(id);
    }

    /**
     * Does what a request asks for.
     *
     * @throws GuestMemoryException as KVM refuses; nothing has changed
     */
    public void set(SlotRequest request) {
        try {
            switch (rules.change(request, current())) {
                case SlotChange.Nothing() -> {}
                case SlotChange.Create(MemorySlot slot) -> create(slot);
                case SlotChange.Delete(MemorySlot old) -> replace(old, null);
                case SlotChange.Move(MemorySlot old, long gfn, int flags) ->
                        replace(old, new Wanted(gfn, flags));
                case SlotChange.Flags(MemorySlot old, int flags) -> changeFlags(old, flags);
            }
        } catch (OutOfMemoryError e) {
            throw new GuestMemoryException(Errno.ENOMEM, request + ": no memory", e);
        }
    }

    private record Wanted(long baseGfn, int flags) {}

    private void create(MemorySlot blank) {
        MemorySlot slot = blank.changed(blank.baseGfn(), blank.flags(), log(null, blank));
        host.retain(slot.userAddress(), slot.bytes());
        try {
            prepareAndPublish(null, slot);
        } catch (Throwable e) {
            host.release(slot.userAddress(), slot.bytes());
            throw e;
        }
        commit(null, slot);
    }

    /** Deletes or moves: two steps. */
    private void replace(MemorySlot old, @Nullable Wanted wanted) {
        allocations.before(Point.INVALID_TABLE);
        SlotTable before = current();
        SlotTable invalid = before.with(old.invalidated());
        MemorySlot changed;
        int told = 0;
        try {
            invalidate(old, invalid);
            // What they unmap here, the grace period of the publication below waits for.
            for (SlotHooks hook : hooks) {
                told++; // one that fails half way is restored as well
                hook.invalidate(old);
            }
            changed =
                    wanted == null
                            ? null
                            : old.changed(wanted.baseGfn, wanted.flags, log(wanted.flags, old));
            prepareAndPublish(old, changed);
        } catch (Throwable e) {
            if (fault != Fault.NO_ROLLBACK) {
                restore(old, before, told);
            }
            throw e;
        }
        commit(old, changed);
        if (changed == null) {
            host.release(old.userAddress(), old.bytes());
        }
    }

    /** Back to the table of before, which needs no memory. */
    private void restore(MemorySlot old, SlotTable before, int told) {
        try {
            hooks.subList(0, told).forEach(hook -> hook.restore(old));
        } finally {
            publish(before);
        }
    }

    /** The first step: after it nobody has a translation of the slot, nor can make one. */
    private void invalidate(MemorySlot old, SlotTable invalid) {
        switch (fault) {
            case FLUSH_BEFORE_GRACE_PERIOD -> {
                steps.flush(old);
                publish(invalid);
            }
            case FREE_BEFORE_FLUSH -> {
                publish(invalid);
                if (unflushed != null) {
                    steps.flush(unflushed);
                }
                unflushed = old;
            }
            default -> {
                publish(invalid);
                steps.flush(old);
            }
        }
    }

    /** {@link Fault#FREE_BEFORE_FLUSH} only. */
    private @Nullable MemorySlot unflushed;

    private void changeFlags(MemorySlot old, int flags) {
        MemorySlot changed = old.changed(old.baseGfn(), flags, log(flags, old));
        prepareAndPublish(old, changed);
        if (changed.logged() && !old.logged() && dirtyMode != DirtyMode.MANUAL_INITIALLY_SET) {
            // After the grace period, or a hart could map a page writable from the old slot, which
            // has no log, after the flush: its writes would never be logged.
            steps.protect(changed);
        } else if (!changed.logged()) {
            steps.collapse(changed);
        }
        commit(old, changed);
    }

    private @Nullable DirtyBitmap log(@Nullable Integer flags, MemorySlot slot) {
        int wanted = flags == null ? slot.flags() : flags;
        if ((wanted & MemorySlot.LOG_DIRTY) == 0) {
            return null;
        }
        if (slot.dirty() != null) {
            return slot.dirty(); // it goes on
        }
        allocations.before(Point.DIRTY_BITMAP);
        DirtyBitmap log = new DirtyBitmap(slot.pages());
        if (dirtyMode == DirtyMode.MANUAL_INITIALLY_SET) {
            log.markAll(slot.pages());
        }
        return log;
    }

    /** The last step of every change; if it fails, nothing of it is left. */
    private void prepareAndPublish(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
        SlotTable before = current();
        int prepared = 0;
        try {
            allocations.before(Point.HOOKS);
            for (SlotHooks hook : hooks) {
                hook.prepare(old, changed);
                prepared++;
            }
            allocations.before(Point.TABLE);
            SlotTable next =
                    changed != null
                            ? before.with(changed)
                            : before.without(java.util.Objects.requireNonNull(old).id());
            publish(next);
        } catch (Throwable e) {
            if (fault != Fault.NO_ROLLBACK && current() != before) {
                publish(before); // the table was stored, and the wait for its readers failed
            }
            for (SlotHooks hook : hooks.subList(0, prepared)) {
                hook.cancel(old, changed);
            }
            throw e;
        }
    }

    private void commit(@Nullable MemorySlot old, @Nullable MemorySlot changed) {
        hooks.forEach(hook -> hook.commit(old, changed));
    }

    /** Makes a table the present one, and returns when no reader uses the one before. */
    void publish(SlotTable next) {
        long before = generation & ~IN_PROGRESS; // set if the one of before failed
        // In progress first: what a reader finds in the old table from here on is not kept.
        generation = before | IN_PROGRESS;
        steps.publish(() -> TABLE.setVolatile(this, next)); // release; pairs with current()
        steps.gracePeriod();
        generation = before + 1;
    }

    // ---- aliases

    /** Puts, changes or (pages 0) removes an alias, in two steps as a slot is deleted. */
    public void setAlias(AliasTable.Alias alias, Runnable flushAll) {
        AliasTable present = current().aliases();
        AliasTable wanted =
                alias.pages() == 0 ? present.without(alias.index()) : present.with(alias);
        SlotTable next = current().with(wanted);
        // The old one first, alone: until its translations are gone, notifiers must find it.
        present.get(alias.index())
                .ifPresent(
                        old -> {
                            publish(current().with(present.with(old.invalidated())));
                            flushAll.run();
                        });
        // A new alias hides what its frames were before, so those translations go as well.
        if (alias.pages() != 0) {
            publish(current().with(present.with(alias.invalidated())));
            flushAll.run();
        }
        publish(next);
    }

    /**
     * Removes every slot, once no reader uses one. No hart is left. Host pages may be going away: a
     * host space that has been left by its threads need not end what they began.
     */
    public void clear() {
        SlotTable last = current();
        long before = generation & ~IN_PROGRESS;
        generation = before | IN_PROGRESS; // as in publish: who kept a slot looks again
        TABLE.setVolatile(this, SlotTable.EMPTY);
        steps.gracePeriod();
        generation = before + 1;
        last.forEach(slot -> host.release(slot.userAddress(), slot.bytes()));
    }
}
