package dev.slat.conformance.vectors;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of a KVM user (open(2), ioctl(2), mmap(2) and friends), by FFM. Each answers its
 * result, or a negative errno. Any thread.
 */
@SuppressWarnings("restricted")
final class HostCalls {
    static final int PROT_READ_WRITE = 3;

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_FIXED_NOREPLACE = 0x100000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            link("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle CLOSE =
            link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);
    private static final MethodHandle IOCTL =
            link("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);
    private static final MethodHandle MMAP =
            link(
                    "mmap",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                            JAVA_LONG),
                    6);
    private static final MethodHandle MUNMAP = link("munmap", two(), 2);
    private static final MethodHandle MADVISE = link("madvise", three(), 3);
    private static final MethodHandle MPROTECT = link("mprotect", three(), 3);

    private HostCalls() {}

    private static FunctionDescriptor two() {
        return FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    private static FunctionDescriptor three() {
        return FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    }

    /** Of a variadic function, {@code fixed} arguments come before the dots. */
    private static MethodHandle link(String name, FunctionDescriptor signature, int fixed) {
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MemorySegment symbol = LINKER.defaultLookup().find(name).orElseThrow();
        return fixed < signature.argumentLayouts().size()
                ? LINKER.downcallHandle(
                        symbol, signature, errno, Linker.Option.firstVariadicArg(fixed))
                : LINKER.downcallHandle(symbol, signature, errno);
    }

    /** A call with its errno. */
    private interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    private static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.invoke(state);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call cannot be made", e);
        }
    }

    /** Opens a file for reading and writing. */
    static int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return (int) call(state -> (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC));
        }
    }

    static void close(int fd) {
        call(state -> (int) CLOSE.invokeExact(state, fd));
    }

    static int ioctl(int fd, long request, long argument) {
        return (int) call(state -> (int) IOCTL.invokeExact(state, fd, request, argument));
    }

    /** Private zero pages at exactly this address, where nothing may be yet. */
    static long mapAt(long address, long bytes) {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
        return call(
                state ->
                        (long)
                                MMAP.invokeExact(
                                        state, address, bytes, PROT_READ_WRITE, flags, -1, 0L));
    }

    /** A part of a device's memory, anywhere. */
    static long mapShared(int fd, long offset, long bytes) {
        return call(
                state ->
                        (long)
                                MMAP.invokeExact(
                                        state, 0L, bytes, PROT_READ_WRITE, MAP_SHARED, fd, offset));
    }

    static int unmap(long address, long bytes) {
        return (int) call(state -> (int) MUNMAP.invokeExact(state, address, bytes));
    }

    static int advise(long address, long bytes, int advice) {
        return (int) call(state -> (int) MADVISE.invokeExact(state, address, bytes, advice));
    }

    static int protect(long address, long bytes, int protection) {
        return (int) call(state -> (int) MPROTECT.invokeExact(state, address, bytes, protection));
    }
}
