package dev.slat.memory.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** How functions of the C library that set errno are called, by FFM. Any thread. */
@SuppressWarnings("restricted")
public final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private SystemCalls() {}

    /**
     * A function whose first argument is where its errno goes, before those of its signature.
     *
     * @param more further options, such as which argument is the first variadic one
     */
    public static MethodHandle link(
            String name, FunctionDescriptor signature, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(), signature, options);
    }

    /** A call that leaves its errno in a captured state. */
    @FunctionalInterface
    public interface Call {
        /** Calls it; what is allocated in the arena is freed after it. */
        long run(Arena arena, MemorySegment state) throws Throwable;
    }

    /** Its result, or a negative errno when that is -1. */
    public static long call(String name, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.run(arena, state);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be called", e);
        }
    }
}
