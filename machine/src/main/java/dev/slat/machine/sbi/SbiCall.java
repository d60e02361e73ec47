package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;

/**
 * One SBI call: the caller's arguments, and the value it gets besides the error code (RISC-V SBI
 * 2.0, chapter 3). One object per hart, used again for each call; owner thread only.
 */
final class SbiCall {
    private static final int A0 = 10;
    private static final int A6 = 16;
    private static final int A7 = 17;

    private final BoardHart caller;

    /** Goes to a1 unless the extension is a legacy one. */
    long value;

    SbiCall(BoardHart caller) {
        this.caller = caller;
    }

    BoardHart caller() {
        return caller;
    }

    /** Argument 0 to 5: the register a0 to a5. */
    long argument(int index) {
        return caller.hart().register(A0 + index);
    }

    /** The extension's id; 32 bits, sign-extended by the caller. */
    int extension() {
        return (int) caller.hart().register(A7);
    }

    /** The function's number in its extension. */
    int function() {
        return (int) caller.hart().register(A6);
    }

    void answer(long error) {
        caller.hart().setRegister(A0, error);
    }

    void answer(long error, long result) {
        caller.hart().setRegister(A0, error);
        caller.hart().setRegister(A0 + 1, result);
    }
}
