package dev.slat.devices.plic;

/**
 * Address map of the PLIC (RISC-V Platform-Level Interrupt Controller Specification 1.0, chapter
 * 3); every register is 32 bits wide.
 */
final class PlicLayout {
    static final int REGISTER = 4;

    /** Priority of each source, one register a source. */
    static final int PRIORITY = 0x0;

    /** Pending bits, 32 sources a register. */
    static final int PENDING = 0x1000;

    /** Enable bits, 32 sources a register, {@link #ENABLE_STRIDE} bytes a context. */
    static final int ENABLE = 0x2000;

    static final int ENABLE_STRIDE = 0x80;

    /** Threshold, then claim/complete, {@link #CONTEXT_STRIDE} bytes a context. */
    static final int CONTEXT = 0x20_0000;

    static final int CONTEXT_STRIDE = 0x1000;
    static final int CONTEXT_THRESHOLD = 0;
    static final int CONTEXT_CLAIM = 4;

    private PlicLayout() {}
}
