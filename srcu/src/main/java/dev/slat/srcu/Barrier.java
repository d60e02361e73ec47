package dev.slat.srcu;

import java.lang.foreign.Arena;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a domain's updater and its readers are ordered: which side pays for the store-load fence
 * between "I am inside" and "I read the pointer".
 *
 * <p>Chosen once for the process, when the class is initialised; {@link Srcu#barrier()} shows it
 * and the system property {@code dev.slat.srcu.barrier} (a name below, in lower case) forces it.
 *
 * <p>The asymmetric forms rest on a property of HotSpot, not on the Java memory model: its
 * compilers keep an opaque access in program order with every access around it (C2 puts a barrier
 * against its own reordering on both sides of each access that is not plain). So they are chosen on
 * HotSpot's own compilers only, and everywhere else the readers fence; one that is forced is taken
 * on trust.
 */
public enum Barrier {
    /** Linux: the updater makes all running threads pass a fence by membarrier(2); about 1 us. */
    MEMBARRIER {
        @Override
        boolean isUsable() {
            return isOn("Linux") && Membarrier.register();
        }

        @Override
        void fence() {
            Membarrier.fence();
        }
    },
    /** Windows: the same by FlushProcessWriteBuffers. */
    PROCESS_WRITE_BUFFERS {
        @Override
        boolean isUsable() {
            return isOn("Windows") && ProcessWriteBuffers.works();
        }

        @Override
        void fence() {
            ProcessWriteBuffers.flush();
        }
    },
    /**
     * Only on request: the handshake by which a shared {@link Arena} is closed. Needs no native
     * access, but takes 20 to 120 us and deoptimises readers.
     */
    HANDSHAKE {
        @Override
        boolean isUsable() {
            return true;
        }

        @Override
        void fence() {
            Arena.ofShared().close();
            VarHandle.fullFence();
        }
    },
    /** Everywhere: readers run a full fence on entry; the updater runs its own. */
    FENCES {
        @Override
        boolean isUsable() {
            return true;
        }

        @Override
        void fence() {
            VarHandle.fullFence();
        }
    };

    private static final String PROPERTY = "dev.slat.srcu.barrier";

    static final Barrier CHOSEN = choose(System.getProperty(PROPERTY, ""));

    /** Constant, so that C2 leaves the reader's fences out altogether. */
    static final boolean READERS_FENCE = CHOSEN == FENCES;

    /** Whether this system and this JVM allow it. */
    abstract boolean isUsable();

    abstract void fence();

    /**
     * The updater's side: after it, what a reader stored before its own part of the barrier is
     * visible, and what it reads after that part is the update.
     */
    static void heavy() {
        // The updater's own stores first: the readers' part of the barrier must come after them.
        VarHandle.fullFence();
        CHOSEN.fence();
    }

    static Barrier choose(String forced) {
        if (forced.isEmpty()) {
            if (isHotSpot() && isUsableHere(MEMBARRIER)) {
                return MEMBARRIER;
            }
            return isHotSpot() && isUsableHere(PROCESS_WRITE_BUFFERS)
                    ? PROCESS_WRITE_BUFFERS
                    : FENCES;
        }
        for (Barrier barrier : values()) {
            if (barrier.propertyValue().equals(forced)) {
                if (!isUsableHere(barrier)) {
                    throw new IllegalStateException(
                            PROPERTY + "=" + forced + ": this system refuses it");
                }
                return barrier;
            }
        }
        throw new IllegalStateException(
                Arrays.stream(values())
                        .map(Barrier::propertyValue)
                        .collect(Collectors.joining(", ", PROPERTY + "=" + forced + ": use ", "")));
    }

    String propertyValue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isUsableHere(Barrier barrier) {
        try {
            return barrier.isUsable();
        } catch (IllegalStateException | IllegalCallerException e) {
            // Native access is denied to this module: a slower reader, not a broken one.
            return false;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            return false;
        }
    }

    private static boolean isOn(String system) {
        return System.getProperty("os.name", "").startsWith(system);
    }

    private static boolean isHotSpot() {
        String name = System.getProperty("java.vm.name", "");
        // A JVMCI compiler (Graal) keeps its own rules for opaque accesses.
        boolean jvmci =
                System.getProperty("java.vm.version", "").contains("jvmci")
                        || ModuleLayer.boot().findModule("jdk.internal.vm.ci").isPresent();
        return (name.contains("HotSpot") || name.startsWith("OpenJDK")) && !jvmci;
    }
}
