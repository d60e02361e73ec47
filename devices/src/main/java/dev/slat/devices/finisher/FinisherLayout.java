package dev.slat.devices.finisher;

/** The SiFive test finisher's one register and its commands (SiFive FU540-C000 manual; QEMU). */
final class FinisherLayout {
    static final int COMMAND = 0;

    static final int COMMAND_MASK = 0xffff;

    /** The exit code stands above the command. */
    static final int CODE_SHIFT = 16;

    static final int PASS = 0x5555;
    static final int FAIL = 0x3333;
    static final int RESET = 0x7777;

    private FinisherLayout() {}
}
