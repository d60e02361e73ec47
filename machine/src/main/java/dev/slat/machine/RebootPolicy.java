package dev.slat.machine;

/** What a machine does when its guest asks for a reboot. */
public enum RebootPolicy {
    /** Starts the guest again from its images, in fresh memory; after a panic, exits instead. */
    RESTART,
    /** Exits. */
    EXIT
}
