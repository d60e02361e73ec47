package dev.slat.riscv;

/**
 * Privilege modes as the ISA encodes them. Plain ints, because the mode is part of TLB tags and of
 * {@code mstatus}.
 */
final class Privilege {
    static final int USER = 0;
    static final int SUPERVISOR = 1;
    static final int MACHINE = 3;

    private Privilege() {}
}
