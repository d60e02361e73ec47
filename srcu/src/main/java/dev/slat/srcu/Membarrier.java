package dev.slat.srcu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The Linux system call membarrier(2), private expedited: every thread of this process that runs at
 * the moment of the call passes through a full memory barrier before the call returns.
 *
 * <p>Linked and called once when the class is initialised: the first FFM call costs 20 to 40 ms,
 * which must not fall on the first grace period.
 */
@SuppressWarnings("restricted")
final class Membarrier {
    /** From linux/membarrier.h. */
    private static final int QUERY = 0;

    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private static final long SYSCALL_NUMBER =
            switch (System.getProperty("os.arch", "")) {
                case "amd64", "x86_64" -> 324;
                case "aarch64", "riscv64" -> 283;
                default -> -1;
            };

    private static final MethodHandle SYSCALL = link();

    private Membarrier() {}

    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT);
        return linker.downcallHandle(
                linker.defaultLookup().find("syscall").orElseThrow(),
                signature,
                Linker.Option.firstVariadicArg(1));
    }

    private static long call(int command) {
        try {
            return (long) SYSCALL.invokeExact(SYSCALL_NUMBER, command, 0, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("membarrier(" + command + ") cannot be called", e);
        }
    }

    /** Whether this process may use it from now on: known, allowed, registered and seen to work. */
    static boolean register() {
        if (SYSCALL_NUMBER < 0) {
            return false;
        }
        // gVisor and some containers refuse the call: any error means no.
        long commands = call(QUERY);
        return commands >= 0
                && (commands & PRIVATE_EXPEDITED) != 0
                && call(REGISTER_PRIVATE_EXPEDITED) == 0
                && call(PRIVATE_EXPEDITED) == 0;
    }

    /** Makes every running thread of the process pass a full barrier; about a microsecond. */
    static void fence() {
        if (call(PRIVATE_EXPEDITED) != 0 && !register()) {
            // A restore from a checkpoint loses the registration, which then was renewed. Going on
            // without it would free memory under readers.
            throw new IllegalStateException("membarrier(2) is refused, and was not before");
        }
    }
}
