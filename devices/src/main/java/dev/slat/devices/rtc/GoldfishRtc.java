package dev.slat.devices.rtc;

import static dev.slat.devices.rtc.RtcLayout.ALARM_HIGH;
import static dev.slat.devices.rtc.RtcLayout.ALARM_LOW;
import static dev.slat.devices.rtc.RtcLayout.ALARM_STATUS;
import static dev.slat.devices.rtc.RtcLayout.CLEAR_ALARM;
import static dev.slat.devices.rtc.RtcLayout.CLEAR_INTERRUPT;
import static dev.slat.devices.rtc.RtcLayout.IRQ_ENABLED;
import static dev.slat.devices.rtc.RtcLayout.TIME_HIGH;
import static dev.slat.devices.rtc.RtcLayout.TIME_LOW;

import dev.slat.memory.bus.IrqLine;
import dev.slat.memory.bus.MmioDevice;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The goldfish real-time clock: the time of day in nanoseconds since 1970, and one alarm.
 *
 * <p>The guest may set the time, which changes its offset to the host's clock and nothing else.
 * Registers answer aligned 32-bit accesses only.
 *
 * <p>Threads: any; the clock's monitor guards all state and the interrupt line is driven inside it.
 * {@link #close} ends the alarm's thread.
 */
public final class GoldfishRtc implements MmioDevice, AutoCloseable {
    /** Bytes of address space the clock takes. */
    public static final int LENGTH = 0x1000;

    private static final long LOW = 0xffff_ffffL;

    private final InstantSource clock;
    private final IrqLine irq;
    private final AlarmThread alarmThread;

    // Guarded by this; times in ns.
    private long offset;
    private long latched;
    private long alarm;
    private long timeHigh;
    private boolean armed;
    private boolean irqEnabled;
    private boolean irqPending;

    /** A clock that runs with {@code clock} and interrupts through {@code irq}. */
    public GoldfishRtc(InstantSource clock, IrqLine irq) {
        this.clock = clock;
        this.irq = irq;
        // The thread calls back only after an alarm is set, so never into a half-built clock.
        this.alarmThread = AlarmThread.start(clock, this::alarmDue);
    }

    static long nanos(InstantSource clock) {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public synchronized long read(long register, int size) {
        if (size != Integer.BYTES || register < 0 || register >= LENGTH) {
            return 0;
        }
        return switch ((int) register) {
            case TIME_LOW -> {
                latched = now();
                yield latched & LOW;
            }
            case TIME_HIGH -> latched >>> 32;
            case ALARM_LOW -> alarm & LOW;
            case ALARM_HIGH -> alarm >>> 32;
            case IRQ_ENABLED -> irqEnabled ? 1 : 0;
            case ALARM_STATUS -> armed ? 1 : 0;
            default -> 0;
        };
    }

    @Override
    public synchronized void write(long register, int size, long value) {
        if (size != Integer.BYTES || register < 0 || register >= LENGTH) {
            return;
        }
        switch ((int) register) {
            case TIME_HIGH -> timeHigh = value << 32;
            case TIME_LOW -> setTime(timeHigh | (value & LOW));
            case ALARM_HIGH -> alarm = (value << 32) | (alarm & LOW);
            case ALARM_LOW -> {
                alarm = (alarm & ~LOW) | (value & LOW);
                arm(true);
            }
            case CLEAR_ALARM -> arm(false);
            case IRQ_ENABLED -> irqEnabled = (value & 1) != 0;
            case CLEAR_INTERRUPT -> irqPending = false;
            default -> {
                // Read-only or no register.
            }
        }
        updateIrq();
    }

    /** Takes the alarm back and lowers the interrupt; the time goes on, as a battery keeps it. */
    public synchronized void reset() {
        arm(false);
        irqEnabled = false;
        irqPending = false;
        updateIrq();
    }

    @Override
    public void close() {
        alarmThread.close();
    }

    private long now() {
        return nanos(clock) + offset;
    }

    private void setTime(long time) {
        offset = time - nanos(clock);
        arm(armed);
    }

    private void arm(boolean on) {
        armed = on;
        if (on && alarm - now() <= 0) {
            fire();
        } else {
            alarmThread.set(on ? alarm - offset : AlarmThread.NEVER);
        }
    }

    private synchronized void alarmDue() {
        // Set anew, or taken back, since the thread woke: it has been told.
        if (armed && alarm - now() <= 0) {
            fire();
            updateIrq();
        }
    }

    private void fire() {
        armed = false;
        irqPending = true;
        alarmThread.set(AlarmThread.NEVER);
    }

    private void updateIrq() {
        irq.set(irqEnabled && irqPending);
    }
}
