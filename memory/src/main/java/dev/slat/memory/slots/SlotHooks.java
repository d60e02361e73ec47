package dev.slat.memory.slots;

import org.jspecify.annotations.Nullable;

/**
 * What others have to do when slots change: an engine with structures of its own, a DMA domain.
 * Called in this order, by the thread that makes the change, which holds {@code slotsLock}:
 *
 * <pre>
 * create:         prepare(null, slot)  publish  commit(null, slot)
 * delete:  invalidate(old)  prepare(old, null)  publish  commit(old, null)
 * move:    invalidate(old)  prepare(old, moved) publish  commit(old, moved)
 * flags:                    prepare(old, changed) publish commit(old, changed)
 * </pre>
 *
 * If a step fails after a hook's prepare has returned, its cancel is called; after an invalidate as
 * well, its restore.
 */
public interface SlotHooks {
    /** Nobody makes translations of the slot any more; those that there are must go. */
    default void invalidate(MemorySlot old) {}

    /** The slot that was invalidated is as it was: the change has failed. */
    default void restore(MemorySlot old) {}

    /**
     * The change is about to be published. What {@code changed} needs is acquired here.
     *
     * @throws RuntimeException or an Error to refuse it; nothing may be left acquired
     */
    default void prepare(@Nullable MemorySlot old, @Nullable MemorySlot changed) {}

    /** The change will not be made: undoes prepare. */
    default void cancel(@Nullable MemorySlot old, @Nullable MemorySlot changed) {}

    /** The change is published and holds for every reader. Must not fail. */
    default void commit(@Nullable MemorySlot old, @Nullable MemorySlot changed) {}
}
