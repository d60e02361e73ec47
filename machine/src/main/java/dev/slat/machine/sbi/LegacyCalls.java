package dev.slat.machine.sbi;

import dev.slat.machine.sbi.SbiPlatform.Reset;

/**
 * The calls of SBI 0.1 that consoles and small payloads still use (RISC-V SBI 2.0, chapter 5). They
 * answer in a0 alone. The calls that take a hart mask by its virtual address are left out: IPI and
 * RFENCE replace them.
 */
final class LegacyCalls {
    private static final int SET_TIMER = 0;
    private static final int CONSOLE_PUTCHAR = 1;
    private static final int CONSOLE_GETCHAR = 2;
    private static final int SHUTDOWN = 8;

    private static final int NO_CHARACTER = -1;

    private final SbiPlatform platform;

    LegacyCalls(SbiPlatform platform) {
        this.platform = platform;
    }

    /** Whether the id is one of version 0.1, which has no functions and returns no value. */
    static boolean isLegacy(int id) {
        return id >= SET_TIMER && id <= SHUTDOWN;
    }

    static boolean isImplemented(int id) {
        return id == SET_TIMER || id == CONSOLE_PUTCHAR || id == CONSOLE_GETCHAR || id == SHUTDOWN;
    }

    long call(SbiCall call, int id) {
        switch (id) {
            case SET_TIMER -> call.caller().hart().setTimer(call.argument(0));
            case CONSOLE_PUTCHAR -> platform.print(new byte[] {(byte) call.argument(0)}, 1);
            case CONSOLE_GETCHAR -> {
                int typed = platform.typed();
                return typed < 0 ? NO_CHARACTER : typed;
            }
            case SHUTDOWN -> platform.reset(Reset.SHUTDOWN, false);
            default -> {
                return SbiError.NOT_SUPPORTED;
            }
        }
        return SbiError.SUCCESS;
    }
}
