package dev.slat.machine.sbi;

/** TIME: the timer of the calling hart (RISC-V SBI 2.0, chapter 6). */
final class TimeExtension implements SbiExtension {
    private static final int SET_TIMER = 0;

    @Override
    public int id() {
        return 0x5449_4d45;
    }

    @Override
    public int call(SbiCall call, int function) {
        if (function != SET_TIMER) {
            return SbiError.NOT_SUPPORTED;
        }
        call.caller().hart().setTimer(call.argument(0));
        return SbiError.SUCCESS;
    }
}
