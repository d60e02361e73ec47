package dev.slat.memory.slots;

/** What a request amounts to. */
public sealed interface SlotChange {
    /** Nothing differs. */
    record Nothing() implements SlotChange {}

    /** A new slot. */
    record Create(MemorySlot slot) implements SlotChange {}

    /** The slot goes away. */
    record Delete(MemorySlot old) implements SlotChange {}

    /** The slot goes to another frame; its flags may change as well. */
    record Move(MemorySlot old, long baseGfn, int flags) implements SlotChange {}

    /** The slot stays where it is. */
    record Flags(MemorySlot old, int flags) implements SlotChange {}
}
