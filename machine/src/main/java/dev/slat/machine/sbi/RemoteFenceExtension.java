package dev.slat.machine.sbi;

import dev.slat.machine.harts.BoardHart;

import java.util.List;
import java.util.function.Consumer;

/**
 * RFENCE: fence.i and sfence.vma on other harts (RISC-V SBI 2.0, chapter 8).
 *
 * <p>A call returns when no target can use an old translation or old code any more: first every
 * target is asked, then each is waited for. The caller is outside guest mode meanwhile, so two
 * harts that fence each other find each other there and neither waits. The caller fences itself
 * like any target: it takes the request on its way back into the guest.
 *
 * <p>A target drops the translations of the range in all address spaces, whatever the ASID.
 */
final class RemoteFenceExtension implements SbiExtension {
    private static final int FENCE_I = 0;
    private static final int SFENCE_VMA = 1;
    private static final int SFENCE_VMA_ASID = 2;

    private final List<BoardHart> harts;

    RemoteFenceExtension(SbiPlatform platform) {
        harts = platform.harts();
    }

    @Override
    public int id() {
        return 0x5246_4e43;
    }

    @Override
    public int call(SbiCall call, int function) {
        return switch (function) {
            case FENCE_I -> fence(call, hart -> hart.requestFence(false, true));
            case SFENCE_VMA, SFENCE_VMA_ASID ->
                    fenceRange(call, call.argument(2), call.argument(3));
            default -> SbiError.NOT_SUPPORTED; // hfence: there is no hypervisor extension
        };
    }

    /** Size -1, and 0 from address 0, stand for everything. */
    private int fenceRange(SbiCall call, long start, long size) {
        boolean everything = size == -1 || (start == 0 && size == 0);
        return fence(
                call,
                everything
                        ? hart -> hart.requestFence(true, false)
                        : hart -> hart.requestFence(start, size));
    }

    private int fence(SbiCall call, Consumer<BoardHart> request) {
        long mask = call.argument(0);
        long base = call.argument(1);
        if (!HartMask.isValid(harts, mask, base)) {
            return SbiError.INVALID_PARAM;
        }
        // All are asked before any is waited for, so that they work at the same time.
        HartMask.forEach(harts, mask, base, request);
        HartMask.forEach(
                harts,
                mask,
                base,
                hart -> {
                    if (hart != call.caller()) {
                        hart.awaitFence();
                    }
                });
        return SbiError.SUCCESS;
    }
}
