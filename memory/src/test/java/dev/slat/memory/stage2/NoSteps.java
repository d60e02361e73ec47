package dev.slat.memory.stage2;

import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.MemorySlots;

/** Slot changes without harts: a table is stored at once, and nobody needs to wait. */
final class NoSteps implements MemorySlots.Steps {
    @Override
    public void publish(Runnable store) {
        store.run();
    }

    @Override
    public void gracePeriod() {}

    @Override
    public void flush(MemorySlot slot) {}

    @Override
    public void protect(MemorySlot slot) {}

    @Override
    public void collapse(MemorySlot slot) {}
}
