package dev.slat.machine;

import dev.slat.machine.gdb.GdbEndpoint;

import org.jspecify.annotations.Nullable;

/**
 * How a machine is debugged.
 *
 * @param endpoint where GDB connects; null for nowhere
 * @param waits whether the guest stays before its first instruction until GDB lets it go on
 * @param traced how many instructions each hart keeps; 0 for none
 */
record DebugSettings(@Nullable GdbEndpoint endpoint, boolean waits, int traced) {
    static final DebugSettings NONE = new DebugSettings(null, false, 0);
}
