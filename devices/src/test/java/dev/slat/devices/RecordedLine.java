package dev.slat.devices;

import dev.slat.memory.bus.IrqLine;

/** An interrupt line that remembers its level. */
public final class RecordedLine implements IrqLine {
    private volatile boolean high;

    @Override
    public void set(boolean high) {
        this.high = high;
    }

    public boolean isHigh() {
        return high;
    }
}
