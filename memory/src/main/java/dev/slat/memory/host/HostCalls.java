package dev.slat.memory.host;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The host's memory system calls (mmap(2), mprotect(2), madvise(2), memfd_create(2), fallocate(2)),
 * by FFM. Addresses are the process's own; every result is the call's own or a negative errno.
 */
@SuppressWarnings("restricted")
final class HostCalls {
    static final int PROT_NONE = 0;
    static final int PROT_READ = 1;
    static final int PROT_READ_WRITE = 3;

    /** Gives the pages back; the next access finds what a new mapping would hold. */
    static final int MADV_DONTNEED = 4;

    /** Advice that asks for huge pages where the host leaves the choice to programs. */
    static final int MADV_HUGEPAGE = 14;

    /** The opposite. */
    static final int MADV_NOHUGEPAGE = 15;

    static final int MAP_SHARED = 0x01;
    static final int MAP_PRIVATE = 0x02;
    static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;

    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MFD_CLOEXEC = 1;
    private static final int FALLOC_KEEP_SIZE_PUNCH_HOLE = 0x01 | 0x02;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP =
            link("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
    private static final MethodHandle MUNMAP =
            link("munmap", FunctionDescriptor.of(INT, LONG, LONG));
    private static final MethodHandle MPROTECT =
            link("mprotect", FunctionDescriptor.of(INT, LONG, LONG, INT));
    private static final MethodHandle MADVISE =
            link("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
    private static final MethodHandle OPEN =
            link(
                    "open",
                    FunctionDescriptor.of(INT, POINTER, INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle MEMFD_CREATE =
            link("memfd_create", FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle FTRUNCATE =
            link("ftruncate", FunctionDescriptor.of(INT, INT, LONG));
    private static final MethodHandle FALLOCATE =
            link("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));

    private HostCalls() {}

    private static MethodHandle link(
            String name, FunctionDescriptor signature, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(), signature, options);
    }

    /** A call that leaves its errno in a captured state. */
    @FunctionalInterface
    private interface Call {
        long run(Arena arena, MemorySegment state) throws Throwable;
    }

    private static long call(String name, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.run(arena, state);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be called", e);
        }
    }

    /** Reserves address space that takes no memory until it is touched, accessible to nobody. */
    static long reserve(long bytes) {
        return mmap(0, bytes, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS, -1, 0);
    }

    /**
     * Replaces what is mapped at {@code address} by private zero pages. The old pages are given
     * back to the host at once.
     */
    static long mapZeroPages(long address, long bytes, int protection) {
        int flags = MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS | MAP_FIXED;
        return mmap(address, bytes, protection, flags, -1, 0);
    }

    /** mmap(2). With MAP_FIXED the old pages are replaced in one step: no access finds a hole. */
    static long mmap(long address, long bytes, int protection, int flags, int fd, long offset) {
        return call(
                "mmap",
                (arena, state) ->
                        (long)
                                MMAP.invokeExact(
                                        state, address, bytes, protection, flags, fd, offset));
    }

    static long munmap(long address, long bytes) {
        return call("munmap", (arena, state) -> (int) MUNMAP.invokeExact(state, address, bytes));
    }

    static long protect(long address, long bytes, int protection) {
        return call(
                "mprotect",
                (arena, state) -> (int) MPROTECT.invokeExact(state, address, bytes, protection));
    }

    static long advise(long address, long bytes, int advice) {
        return call(
                "madvise",
                (arena, state) -> (int) MADVISE.invokeExact(state, address, bytes, advice));
    }

    /** Opens an existing file. */
    static int open(String path, boolean write) {
        int flags = (write ? O_RDWR : O_RDONLY) | O_CLOEXEC;
        return (int)
                call(
                        "open",
                        (arena, state) ->
                                (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    }

    /** A file of zeros that has no name in any directory. */
    static int memfd(String name) {
        return (int)
                call(
                        "memfd_create",
                        (arena, state) ->
                                (int)
                                        MEMFD_CREATE.invokeExact(
                                                state, arena.allocateFrom(name), MFD_CLOEXEC));
    }

    static long truncate(int fd, long bytes) {
        return call("ftruncate", (arena, state) -> (int) FTRUNCATE.invokeExact(state, fd, bytes));
    }

    /** Makes a part of a file zero and gives its memory back. Private copies of it stay. */
    static long punchHole(int fd, long offset, long bytes) {
        return call(
                "fallocate",
                (arena, state) ->
                        (int)
                                FALLOCATE.invokeExact(
                                        state, fd, FALLOC_KEEP_SIZE_PUNCH_HOLE, offset, bytes));
    }

    static void close(int fd) {
        // EINTR and EIO leave the number closed on Linux, so there is nothing to try again.
        long ignored = call("close", (arena, state) -> (int) CLOSE.invokeExact(state, fd));
    }
}
