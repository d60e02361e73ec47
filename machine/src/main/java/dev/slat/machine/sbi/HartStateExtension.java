package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;
import dev.slat.memory.GuestMemory;

import java.util.List;

/** HSM: start, stop, status and suspend of harts (RISC-V SBI 2.0, chapter 9). */
final class HartStateExtension implements SbiExtension {
    private static final int HART_START = 0;
    private static final int HART_STOP = 1;
    private static final int HART_GET_STATUS = 2;
    private static final int HART_SUSPEND = 3;

    /** Suspend types: the default ones, and where a platform's own begin. */
    private static final long RETENTIVE = 0;

    private static final long NON_RETENTIVE = 0x8000_0000L;
    private static final long PLATFORM_BIT = 0x1000_0000L;

    /** Room for one instruction. */
    private static final int INSTRUCTION = 2;

    private final List<BoardHart> harts;
    private final GuestMemory memory;

    HartStateExtension(SbiPlatform platform) {
        harts = platform.harts();
        memory = platform.memory();
    }

    @Override
    public int id() {
        return 0x48_534d;
    }

    @Override
    public int call(SbiCall call, int function) {
        return switch (function) {
            case HART_START -> start(call.argument(0), call.argument(1), call.argument(2));
            case HART_STOP -> {
                call.caller().stop();
                yield SbiError.SUCCESS; // never seen: the hart does not return from its call
            }
            case HART_GET_STATUS -> status(call, call.argument(0));
            case HART_SUSPEND -> suspend(call, call.argument(0) & 0xffff_ffffL);
            default -> SbiError.NOT_SUPPORTED;
        };
    }

    private int start(long hart, long address, long opaque) {
        if (!exists(hart)) {
            return SbiError.INVALID_PARAM;
        }
        if (address % INSTRUCTION != 0
                || !GuestBuffer.isBacked(memory, address, INSTRUCTION, false)) {
            return SbiError.INVALID_ADDRESS;
        }
        return harts.get((int) hart).start(address, opaque)
                ? SbiError.SUCCESS
                : SbiError.ALREADY_AVAILABLE;
    }

    private int status(SbiCall call, long hart) {
        if (!exists(hart)) {
            return SbiError.INVALID_PARAM;
        }
        call.value = harts.get((int) hart).state().code();
        return SbiError.SUCCESS;
    }

    private static int suspend(SbiCall call, long type) {
        if (type == RETENTIVE) {
            call.caller().suspend();
            return SbiError.SUCCESS;
        }
        boolean reserved = (type & ~NON_RETENTIVE) < PLATFORM_BIT && type != NON_RETENTIVE;
        return reserved ? SbiError.INVALID_PARAM : SbiError.NOT_SUPPORTED;
    }

    private boolean exists(long hart) {
        return hart >= 0 && hart < harts.size();
    }
}
