package dev.slat.bench.srcu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/**
 * The system calls that the measurements need: on which processor a thread runs, and membarrier.
 */
@SuppressWarnings("restricted")
final class Native {
    private static final int MASK_BYTES = 128;
    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
    private static final long MEMBARRIER =
            System.getProperty("os.arch", "").equals("amd64") ? 324 : 283;

    private Native() {}

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... how) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, how);
    }

    private static final class Affinity {
        private static final FunctionDescriptor TYPE =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS);
        static final MethodHandle SET = link("sched_setaffinity", TYPE);
        static final MethodHandle GET = link("sched_getaffinity", TYPE);
    }

    private static final class Syscall {
        static final MethodHandle CALL =
                link(
                        "syscall",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(1));
    }

    /**
     * The processors that this process may use; empty where threads cannot be pinned. Found before
     * any thread is pinned: a new thread inherits its maker's processors.
     */
    private static final int[] PROCESSORS = processors();

    /** How many threads can run at once. */
    static int processorCount() {
        return PROCESSORS.length > 0
                ? PROCESSORS.length
                : Runtime.getRuntime().availableProcessors();
    }

    private static int[] processors() {
        if (!LINUX) {
            return new int[0];
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            int error = (int) Affinity.GET.invokeExact(0, (long) MASK_BYTES, mask);
            return error < 0 ? new int[0] : BitSet.valueOf(mask.asByteBuffer()).stream().toArray();
        } catch (Throwable e) {
            throw new IllegalStateException("sched_getaffinity", e);
        }
    }

    /** Keeps the calling thread (of a virtual one: its carrier) on one processor. */
    static void pin(int processor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            mask.set(ValueLayout.JAVA_BYTE, processor / 8, (byte) (1 << processor % 8));
            if ((int) Affinity.SET.invokeExact(0, (long) MASK_BYTES, mask) != 0) {
                throw new IllegalStateException("cannot run on processor " + processor);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setaffinity", e);
        }
    }

    /** Pins to the {@code index}th processor, where that can be done. */
    static void pinTo(int index) {
        if (PROCESSORS.length > 0) {
            pin(PROCESSORS[index % PROCESSORS.length]);
        }
    }

    /** Whether this system knows membarrier. */
    static boolean registerMembarrier() {
        return LINUX && membarrier(REGISTER_PRIVATE_EXPEDITED) == 0;
    }

    static void membarrier() {
        if (membarrier(PRIVATE_EXPEDITED) != 0) {
            throw new IllegalStateException("membarrier(2) is refused");
        }
    }

    private static long membarrier(int command) {
        try {
            return (long) Syscall.CALL.invokeExact(MEMBARRIER, command, 0, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("membarrier(2)", e);
        }
    }
}
