package dev.slat.riscv;

/**
 * Privilege modes as the ISA encodes them. Plain ints, because the mode is part of TLB tags and of
 * {@code sstatus.SPP}. Machine mode (3) has its number but no hart enters it yet.
 */
final class Privilege {
    static final int USER = 0;
    static final int SUPERVISOR = 1;

    private Privilege() {}
}
