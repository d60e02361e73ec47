package dev.slat.devices.plic;

import dev.slat.memory.bus.IrqLine;

import java.util.Arrays;

/**
 * One interrupt target: a hart in one privilege mode. Not thread-safe: the PLIC's lock guards it.
 */
final class PlicContext {
    final IrqLine line;
    final int[] enabled = new int[Plic.SOURCES / Integer.SIZE];
    int threshold;

    PlicContext(IrqLine line) {
        this.line = line;
    }

    void reset() {
        Arrays.fill(enabled, 0);
        threshold = 0;
    }

    boolean isEnabled(int source) {
        return ((enabled[source / Integer.SIZE] >>> (source % Integer.SIZE)) & 1) != 0;
    }
}
