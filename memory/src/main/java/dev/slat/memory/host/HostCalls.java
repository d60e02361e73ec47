package dev.slat.memory.host;

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
 * The host's memory system calls (mmap(2), madvise(2)), by FFM. Addresses are the process's own.
 */
@SuppressWarnings("restricted")
final class HostCalls {
    static final int PROT_NONE = 0;
    static final int PROT_READ_WRITE = 3;

    /** Advice that asks for huge pages where the host leaves the choice to programs. */
    static final int MADV_HUGEPAGE = 14;

    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final long MAP_FAILED = -1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP =
            link(
                    "mmap",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle MADVISE =
            link(
                    "madvise",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT));

    private HostCalls() {}

    private static MethodHandle link(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                signature,
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Reserves address space that takes no memory until it is touched, accessible to nobody.
     *
     * @return the address, or a negative errno
     */
    static long reserve(long bytes) {
        return mmap(0, bytes, PROT_NONE, 0);
    }

    /**
     * Replaces what is mapped at {@code address} by private zero pages. The old pages are given
     * back to the host at once.
     *
     * @return the address, or a negative errno
     */
    static long mapZeroPages(long address, long bytes, int protection) {
        return mmap(address, bytes, protection, MAP_FIXED);
    }

    private static long mmap(long address, long bytes, int protection, int flags) {
        int all = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) MMAP.invokeExact(state, address, bytes, protection, all, -1, 0L);
            return result == MAP_FAILED ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap cannot be called", e);
        }
    }

    /** Advises the host about a range; advice may be refused without harm, so no result. */
    static void advise(long address, long bytes, int advice) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int ignored = (int) MADVISE.invokeExact(state, address, bytes, advice);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise cannot be called", e);
        }
    }
}
