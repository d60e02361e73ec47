package dev.slat.machine;

import java.util.Optional;

/**
 * How a virtual machine ended.
 *
 * @param kind what ended it
 * @param code the guest's own code for a {@link Kind#FAILURE}, 0 otherwise
 * @param cause the error behind a {@link Kind#CRASH}
 */
public record ExitStatus(Kind kind, int code, Optional<Throwable> cause) {
    /** What ends a machine. */
    public enum Kind {
        /** The guest powered off. */
        POWEROFF,
        /** The guest asked for a reboot, and the machine was built to exit then. */
        REBOOT,
        /** The guest's kernel panicked, and then asked for a reboot (Linux: {@code panic=-1}). */
        PANIC,
        /** The guest ended itself and said that it failed. */
        FAILURE,
        /** The host stopped the machine. */
        STOPPED,
        /** An error in the machine itself: a defect of Slat, whatever the guest did. */
        CRASH
    }

    static ExitStatus of(Kind kind) {
        return new ExitStatus(kind, 0, Optional.empty());
    }

    static ExitStatus failure(int code) {
        return new ExitStatus(Kind.FAILURE, code, Optional.empty());
    }

    static ExitStatus crash(Throwable cause) {
        return new ExitStatus(Kind.CRASH, 0, Optional.of(cause));
    }

    /** Whether the guest ended as it wanted to: by poweroff or reboot. */
    public boolean isSuccess() {
        return kind == Kind.POWEROFF || kind == Kind.REBOOT;
    }
}
