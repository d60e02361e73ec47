package dev.slat.cli;

import org.jspecify.annotations.Nullable;

/**
 * How a guest is debugged.
 *
 * @param gdb where GDB connects; null for nowhere
 * @param waits whether the guest waits for it
 * @param trace how many instructions of each processor are kept and shown when the guest fails
 */
record DebugOptions(@Nullable String gdb, boolean waits, int trace) {
    static final DebugOptions NONE = new DebugOptions(null, false, 0);
}
