package dev.slat.conformance.vectors;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.slat.memory.internal.SystemCalls;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** What a user of KVM calls beside the memory calls: ioctl(2), by FFM. Any thread. */
@SuppressWarnings("restricted")
final class KvmCalls {
    private static final MethodHandle IOCTL =
            SystemCalls.link(
                    "ioctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(2));

    private KvmCalls() {}

    /** Its result, or a negative errno. */
    static int ioctl(int fd, long request, long argument) {
        return (int)
                SystemCalls.call(
                        "ioctl",
                        (arena, state) -> (int) IOCTL.invokeExact(state, fd, request, argument));
    }
}
