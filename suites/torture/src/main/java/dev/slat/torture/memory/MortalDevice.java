package dev.slat.torture.memory;

import dev.slat.memory.bus.MmioDevice;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

/** A device that must not be called once it was taken off the bus. */
final class MortalDevice implements MmioDevice {
    private final Findings findings;
    private volatile boolean dead;

    MortalDevice(Findings findings) {
        this.findings = findings;
    }

    /** It is off the bus. */
    void die() {
        dead = true;
    }

    @Override
    public long read(long offset, int size) {
        use();
        return 0;
    }

    @Override
    public void write(long offset, int size, long value) {
        use();
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that a call lasts, not to order anything
    private void use() {
        Thread.yield();
        findings.require(!dead, Check.DEVICE, "a device was called after it left the bus");
    }
}
