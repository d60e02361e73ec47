package dev.slat.machine.sbi;

import dev.slat.riscv.Hart;

import java.util.List;

/**
 * The supervisor binary interface that the machine offers to its guest: RISC-V SBI 2.0 with BASE,
 * TIME, IPI, RFENCE, HSM, SRST, DBCN, and those calls of version 0.1 that early consoles use. Every
 * other extension probes as absent.
 *
 * <p>Threads: each hart calls for itself, on its own thread, outside guest mode.
 */
public final class Sbi {
    private final List<SbiCall> calls;
    private final List<SbiExtension> extensions;
    private final LegacyCalls legacy;

    /** The interface of one machine, whose harts must all exist. */
    public Sbi(SbiPlatform platform) {
        calls = platform.harts().stream().map(SbiCall::new).toList();
        legacy = new LegacyCalls(platform);
        extensions =
                List.of(
                        new IpiExtension(platform),
                        new RemoteFenceExtension(platform),
                        new TimeExtension(),
                        new HartStateExtension(platform),
                        new DebugConsoleExtension(platform),
                        new SystemResetExtension(platform),
                        new BaseExtension(this::isImplemented));
    }

    /** Answers the {@code ecall} of a hart. */
    public void call(Hart hart) {
        SbiCall call = calls.get(hart.id());
        int id = call.extension();
        if (LegacyCalls.isLegacy(id)) {
            call.answer(legacy.call(call, id)); // a1 stays as it is
            return;
        }
        call.value = 0;
        for (SbiExtension extension : extensions) {
            if (extension.id() == id) {
                int error = extension.call(call, call.function());
                call.answer(error, call.value);
                return;
            }
        }
        call.answer(SbiError.NOT_SUPPORTED, 0);
    }

    private boolean isImplemented(int id) {
        return LegacyCalls.isImplemented(id)
                || extensions.stream().anyMatch(extension -> extension.id() == id);
    }
}
