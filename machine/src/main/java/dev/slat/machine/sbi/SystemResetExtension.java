package dev.slat.machine.sbi;

import dev.slat.machine.sbi.SbiPlatform.Reset;

/** SRST: shutdown and reboot (RISC-V SBI 2.0, chapter 10). */
final class SystemResetExtension implements SbiExtension {
    private static final int SYSTEM_RESET = 0;

    private static final long COLD_REBOOT = 1;
    private static final long WARM_REBOOT = 2;

    /** From here on reset types are a vendor's. */
    private static final long VENDOR_TYPES = 0xf000_0000L;

    private static final long SYSTEM_FAILURE = 1;

    /** From here on reasons are an implementation's or a vendor's: taken as "none". */
    private static final long OWN_REASONS = 0xe000_0000L;

    private static final long UINT32 = 0xffff_ffffL;

    private final SbiPlatform platform;

    SystemResetExtension(SbiPlatform platform) {
        this.platform = platform;
    }

    @Override
    public int id() {
        return 0x5352_5354;
    }

    @Override
    public int call(SbiCall call, int function) {
        if (function != SYSTEM_RESET) {
            return SbiError.NOT_SUPPORTED;
        }
        long type = call.argument(0) & UINT32;
        long reason = call.argument(1) & UINT32;
        if (type > WARM_REBOOT) {
            return type >= VENDOR_TYPES ? SbiError.NOT_SUPPORTED : SbiError.INVALID_PARAM;
        }
        if (reason > SYSTEM_FAILURE && reason < OWN_REASONS) {
            return SbiError.INVALID_PARAM;
        }
        boolean reboot = type == COLD_REBOOT || type == WARM_REBOOT;
        platform.reset(reboot ? Reset.REBOOT : Reset.SHUTDOWN, reason == SYSTEM_FAILURE);
        return SbiError.SUCCESS; // never seen: the machine halts its harts first
    }
}
