package dev.slat.machine.sbi;

import dev.slat.memory.GuestMemoryException;

import java.lang.foreign.MemorySegment;

/** DBCN: the debug console (RISC-V SBI 2.0, chapter 12). No call waits for input. */
final class DebugConsoleExtension implements SbiExtension {
    private static final int WRITE = 0;
    private static final int READ = 1;
    private static final int WRITE_BYTE = 2;

    /**
     * Most bytes of one call. The guest picks the length, and the host copies that much on the
     * hart's thread; a call may do less than it is asked.
     */
    private static final int MAX_BYTES = 4096;

    private final SbiPlatform platform;

    DebugConsoleExtension(SbiPlatform platform) {
        this.platform = platform;
    }

    @Override
    public int id() {
        return 0x4442_434e;
    }

    @Override
    public int call(SbiCall call, int function) {
        return switch (function) {
            case WRITE -> write(call);
            case READ -> read(call);
            case WRITE_BYTE -> {
                platform.print(new byte[] {(byte) call.argument(0)}, 1);
                yield SbiError.SUCCESS;
            }
            default -> SbiError.NOT_SUPPORTED;
        };
    }

    private int write(SbiCall call) {
        if (!isBuffer(call, false)) {
            return SbiError.INVALID_PARAM;
        }
        byte[] bytes = new byte[(int) Math.min(call.argument(0), MAX_BYTES)];
        try {
            platform.memory().read(call.argument(1), MemorySegment.ofArray(bytes));
        } catch (GuestMemoryException slotChangedMeanwhile) {
            return SbiError.FAILED;
        }
        platform.print(bytes, bytes.length);
        call.value = bytes.length;
        return SbiError.SUCCESS;
    }

    private int read(SbiCall call) {
        if (!isBuffer(call, true)) {
            return SbiError.INVALID_PARAM;
        }
        byte[] bytes = new byte[(int) Math.min(call.argument(0), MAX_BYTES)];
        int count = 0;
        for (int c; count < bytes.length && (c = platform.typed()) >= 0; count++) {
            bytes[count] = (byte) c;
        }
        try {
            var typed = MemorySegment.ofArray(bytes).asSlice(0, count);
            platform.memory().write(call.argument(1), typed);
        } catch (GuestMemoryException slotChangedMeanwhile) {
            return SbiError.FAILED;
        }
        call.value = count;
        return SbiError.SUCCESS;
    }

    /** Arguments: length, address, upper half of the address, which RV64 does not have. */
    private boolean isBuffer(SbiCall call, boolean write) {
        return call.argument(2) == 0
                && GuestBuffer.isBacked(
                        platform.memory(), call.argument(1), call.argument(0), write);
    }
}
