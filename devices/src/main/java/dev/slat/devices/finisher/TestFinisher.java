package dev.slat.devices.finisher;

import static dev.slat.devices.finisher.FinisherLayout.CODE_SHIFT;
import static dev.slat.devices.finisher.FinisherLayout.COMMAND;
import static dev.slat.devices.finisher.FinisherLayout.COMMAND_MASK;
import static dev.slat.devices.finisher.FinisherLayout.FAIL;
import static dev.slat.devices.finisher.FinisherLayout.PASS;
import static dev.slat.devices.finisher.FinisherLayout.RESET;

import dev.slat.memory.bus.MmioDevice;

/**
 * The SiFive test finisher: one register through which the guest powers off, fails with a code, or
 * resets the machine. Reads give zero. It has no state; any thread may call.
 */
public final class TestFinisher implements MmioDevice {
    /** Bytes of address space the finisher takes. */
    public static final int LENGTH = 0x1000;

    /** How the guest ended. */
    public enum Outcome {
        /** Success: the guest powers off. */
        PASS,
        /** Failure, with a code. */
        FAIL,
        /** The guest asks for a reset. */
        RESET
    }

    /** Told on the hart's thread, inside the store; must not wait for harts. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The guest has ended.
         *
         * @param code 0 to 65535; 0 unless {@link Outcome#FAIL}
         */
        void finished(Outcome outcome, int code);
    }

    private final Listener listener;

    /** A finisher that tells {@code listener}. */
    public TestFinisher(Listener listener) {
        this.listener = listener;
    }

    @Override
    public long read(long offset, int size) {
        return 0;
    }

    @Override
    public void write(long offset, int size, long value) {
        if (offset != COMMAND || size < Short.BYTES) {
            return;
        }
        switch ((int) value & COMMAND_MASK) {
            case PASS -> listener.finished(Outcome.PASS, 0);
            case FAIL -> listener.finished(Outcome.FAIL, (int) value >>> CODE_SHIFT);
            case RESET -> listener.finished(Outcome.RESET, 0);
            default -> {
                // Not a command.
            }
        }
    }
}
