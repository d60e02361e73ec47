package dev.slat.memory.internal;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The host's memory system calls (mmap(2), mprotect(2), madvise(2), memfd_create(2), fallocate(2)),
 * by FFM, for memory and the suites. Any thread. Addresses are the process's own; every result is
 * the call's own or a negative errno.
 */
public final class HostCalls {

    /** Nobody may access the pages. */
    public static final int PROT_NONE = 0;

    /** Loads only. */
    public static final int PROT_READ = 1;

    /** Loads and stores. */
    public static final int PROT_READ_WRITE = 3;

    /** Gives the pages back; the next access finds what a new mapping would hold. */
    public static final int MADV_DONTNEED = 4;

    /** Advice that asks for huge pages where the host leaves the choice to programs. */
    public static final int MADV_HUGEPAGE = 14;

    /** The opposite. */
    public static final int MADV_NOHUGEPAGE = 15;

    /** Stores go to the file. */
    public static final int MAP_SHARED = 0x01;

    /** Stores stay in this mapping. */
    public static final int MAP_PRIVATE = 0x02;

    /** At exactly the address, over whatever is there. */
    public static final int MAP_FIXED = 0x10;

    /** Zeros, and no file. */
    public static final int MAP_ANONYMOUS = 0x20;

    /** No swap space is set aside. */
    public static final int MAP_NORESERVE = 0x4000;

    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MFD_CLOEXEC = 1;
    private static final int FALLOC_KEEP_SIZE_PUNCH_HOLE = 0x01 | 0x02;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle MMAP =
            SystemCalls.link("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
    private static final MethodHandle MUNMAP =
            SystemCalls.link("munmap", FunctionDescriptor.of(INT, LONG, LONG));
    private static final MethodHandle MPROTECT =
            SystemCalls.link("mprotect", FunctionDescriptor.of(INT, LONG, LONG, INT));
    private static final MethodHandle MADVISE =
            SystemCalls.link("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
    private static final MethodHandle OPEN =
            SystemCalls.link(
                    "open",
                    FunctionDescriptor.of(INT, POINTER, INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            SystemCalls.link("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle MEMFD_CREATE =
            SystemCalls.link("memfd_create", FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle FTRUNCATE =
            SystemCalls.link("ftruncate", FunctionDescriptor.of(INT, INT, LONG));
    private static final MethodHandle FALLOCATE =
            SystemCalls.link("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));

    private HostCalls() {}

    /** Reserves address space that takes no memory until it is touched, accessible to nobody. */
    public static long reserve(long bytes) {
        return mmap(0, bytes, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS, -1, 0);
    }

    /**
     * Replaces what is mapped at {@code address} by private zero pages. The old pages are given
     * back to the host at once.
     */
    public static long mapZeroPages(long address, long bytes, int protection) {
        int flags = MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS | MAP_FIXED;
        return mmap(address, bytes, protection, flags, -1, 0);
    }

    /** mmap(2). With MAP_FIXED the old pages are replaced in one step: no access finds a hole. */
    public static long mmap(
            long address, long bytes, int protection, int flags, int fd, long offset) {
        return SystemCalls.call(
                "mmap",
                (arena, state) ->
                        (long)
                                MMAP.invokeExact(
                                        state, address, bytes, protection, flags, fd, offset));
    }

    /** munmap(2). */
    public static long munmap(long address, long bytes) {
        return SystemCalls.call(
                "munmap", (arena, state) -> (int) MUNMAP.invokeExact(state, address, bytes));
    }

    /** mprotect(2). */
    public static long protect(long address, long bytes, int protection) {
        return SystemCalls.call(
                "mprotect",
                (arena, state) -> (int) MPROTECT.invokeExact(state, address, bytes, protection));
    }

    /** madvise(2). */
    public static long advise(long address, long bytes, int advice) {
        return SystemCalls.call(
                "madvise",
                (arena, state) -> (int) MADVISE.invokeExact(state, address, bytes, advice));
    }

    /** Opens an existing file. */
    public static int open(String path, boolean write) {
        int flags = (write ? O_RDWR : O_RDONLY) | O_CLOEXEC;
        return (int)
                SystemCalls.call(
                        "open",
                        (arena, state) ->
                                (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    }

    /** A file of zeros that has no name in any directory. */
    public static int memfd(String name) {
        return (int)
                SystemCalls.call(
                        "memfd_create",
                        (arena, state) ->
                                (int)
                                        MEMFD_CREATE.invokeExact(
                                                state, arena.allocateFrom(name), MFD_CLOEXEC));
    }

    /** ftruncate(2). */
    public static long truncate(int fd, long bytes) {
        return SystemCalls.call(
                "ftruncate", (arena, state) -> (int) FTRUNCATE.invokeExact(state, fd, bytes));
    }

    /** Makes a part of a file zero and gives its memory back. Private copies of it stay. */
    public static long punchHole(int fd, long offset, long bytes) {
        return SystemCalls.call(
                "fallocate",
                (arena, state) ->
                        (int)
                                FALLOCATE.invokeExact(
                                        state, fd, FALLOC_KEEP_SIZE_PUNCH_HOLE, offset, bytes));
    }

    /** close(2). */
    public static void close(int fd) {
        // EINTR and EIO leave the number closed on Linux, so there is nothing to try again.
        long ignored =
                SystemCalls.call("close", (arena, state) -> (int) CLOSE.invokeExact(state, fd));
    }
}
