package dev.slat.riscv;

/** Exception codes (privileged specification, table of machine causes). */
final class Cause {
    static final int FETCH_MISALIGNED = 0;
    static final int FETCH_ACCESS = 1;
    static final int ILLEGAL_INSTRUCTION = 2;
    static final int BREAKPOINT = 3;
    static final int LOAD_MISALIGNED = 4;
    static final int LOAD_ACCESS = 5;
    static final int STORE_MISALIGNED = 6;
    static final int STORE_ACCESS = 7;
    static final int ECALL_FROM_USER = 8;
    static final int ECALL_FROM_SUPERVISOR = 9;
    static final int ECALL_FROM_MACHINE = 11;
    static final int FETCH_PAGE_FAULT = 12;
    static final int LOAD_PAGE_FAULT = 13;
    static final int STORE_PAGE_FAULT = 15;

    /** What medeleg can delegate: all that U and S raise, misaligned fetches included. */
    static final long DELEGABLE = 0xb3ff;

    /** Set in {@code mcause} and {@code scause} for an interrupt. */
    static final long INTERRUPT = Long.MIN_VALUE;

    private Cause() {}
}
