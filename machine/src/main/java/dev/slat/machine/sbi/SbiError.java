package dev.slat.machine.sbi;

/** Error codes (RISC-V SBI 2.0, chapter 3, table of standard errors). */
final class SbiError {
    static final int SUCCESS = 0;
    static final int FAILED = -1;
    static final int NOT_SUPPORTED = -2;
    static final int INVALID_PARAM = -3;
    static final int INVALID_ADDRESS = -5;
    static final int ALREADY_AVAILABLE = -6;

    private SbiError() {}
}
