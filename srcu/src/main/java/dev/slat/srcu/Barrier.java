package dev.slat.srcu;

import java.lang.invoke.VarHandle;

/**
 * How a domain's updater and its registered readers are ordered: which side pays for the store-load
 * fence between "I am inside" and "I read the pointer".
 *
 * <p>Chosen once for the process, when the class is initialised; {@link Srcu#barrier()} shows it
 * and the system property {@code dev.slat.srcu.barrier} ({@code membarrier} or {@code fences})
 * forces it.
 *
 * <p>The asymmetric form rests on a property of HotSpot, not on the Java memory model: its
 * compilers keep an opaque access in program order with every access around it. So it is used on
 * HotSpot's own compilers only, and everywhere else the readers fence.
 */
public enum Barrier {
    /** Readers run no fence; the updater makes all threads pass one by membarrier(2). */
    MEMBARRIER,
    /** Readers run a full fence on entry and on exit; the updater runs its own. */
    FENCES;

    static final Barrier CHOSEN = choose();

    /** Constant, so that C2 leaves the reader's fences out altogether. */
    static final boolean READERS_FENCE = CHOSEN == FENCES;

    private static Barrier choose() {
        String forced = System.getProperty("dev.slat.srcu.barrier", "");
        return switch (forced) {
            case "fences" -> FENCES;
            case "membarrier" -> {
                if (!Membarrier.isSupportedPlatform() || !Membarrier.register()) {
                    throw new IllegalStateException(
                            "dev.slat.srcu.barrier=membarrier, but this system refuses"
                                    + " membarrier(2)");
                }
                yield MEMBARRIER;
            }
            case "" -> isHotSpot() && membarrierWorks() ? MEMBARRIER : FENCES;
            default ->
                    throw new IllegalStateException(
                            "dev.slat.srcu.barrier=" + forced + ": use membarrier or fences");
        };
    }

    private static boolean membarrierWorks() {
        try {
            return Membarrier.isSupportedPlatform() && Membarrier.register();
        } catch (IllegalStateException | IllegalCallerException e) {
            // Native access is denied to this module: a slower reader, not a broken one.
            return false;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            return false;
        }
    }

    private static boolean isHotSpot() {
        String name = System.getProperty("java.vm.name", "");
        // A JVMCI compiler (Graal) keeps its own rules for opaque accesses.
        boolean jvmci = System.getProperty("java.vm.version", "").contains("jvmci");
        return (name.contains("HotSpot") || name.startsWith("OpenJDK")) && !jvmci;
    }

    /**
     * The updater's side: after it, every reader's cell is visible or the reader sees the update.
     */
    static void heavy() {
        if (READERS_FENCE) {
            VarHandle.fullFence();
        } else {
            Membarrier.fence();
        }
    }
}
