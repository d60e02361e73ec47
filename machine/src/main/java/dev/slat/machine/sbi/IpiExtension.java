package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;

import java.util.List;

/** IPI: software interrupts to other harts (RISC-V SBI 2.0, chapter 7). */
final class IpiExtension implements SbiExtension {
    private static final int SEND_IPI = 0;

    private final List<BoardHart> harts;

    IpiExtension(SbiPlatform platform) {
        harts = platform.harts();
    }

    @Override
    public int id() {
        return 0x73_5049;
    }

    @Override
    public int call(SbiCall call, int function) {
        if (function != SEND_IPI) {
            return SbiError.NOT_SUPPORTED;
        }
        long mask = call.argument(0);
        long base = call.argument(1);
        if (!HartMask.isValid(harts, mask, base)) {
            return SbiError.INVALID_PARAM;
        }
        HartMask.forEach(harts, mask, base, BoardHart::interrupt);
        return SbiError.SUCCESS;
    }
}
