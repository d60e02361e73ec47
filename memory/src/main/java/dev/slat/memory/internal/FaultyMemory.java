package dev.slat.memory.internal;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryBuilder;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Makes guest memory that is broken on purpose, and looks inside. Exported to Slat's own suites
 * only; {@code dev.slat.memory} hands in how, so that nothing of it has to be public.
 */
public final class FaultyMemory {
    /** What only the package can do. */
    public interface Access {
        /**
         * Builds it with a fault; where a change needs memory, it fails if {@code fails} says so.
         */
        GuestMemory build(GuestMemoryBuilder builder, Fault fault, BooleanSupplier fails);

        /** What has happened so far. */
        Counts counts(GuestMemory memory);

        /** Throws if a page of a logged slot is neither marked nor safe from unseen stores. */
        void validate(GuestMemory memory);
    }

    /**
     * What has happened in a guest's memory.
     *
     * @param gracePeriods that were waited for; those that were shared count once
     * @param flushes of the harts' translations
     */
    public record Counts(long gracePeriods, long flushes) {}

    private static final AtomicReference<@Nullable Access> ACCESS = new AtomicReference<>(null);

    private FaultyMemory() {}

    /** Called once, by {@link GuestMemoryBuilder}. */
    public static void setAccess(Access access) {
        if (!ACCESS.compareAndSet(null, access)) {
            throw new IllegalStateException("the access is set");
        }
    }

    /** Guest memory as {@code builder} describes it, with a fault. */
    public static GuestMemory build(GuestMemoryBuilder builder, Fault fault) {
        return build(builder, fault, () -> false);
    }

    /**
     * As {@link #build(GuestMemoryBuilder, Fault)}, with too little memory now and then.
     *
     * @param fails asked wherever a change of slots needs memory; may be called by any thread
     */
    public static GuestMemory build(
            GuestMemoryBuilder builder, Fault fault, BooleanSupplier fails) {
        return access().build(builder, fault, fails);
    }

    /** What has happened so far; any thread. */
    public static Counts counts(GuestMemory memory) {
        return access().counts(memory);
    }

    /** Throws if a page of a logged slot is neither marked nor safe from unseen stores. */
    public static void validate(GuestMemory memory) {
        access().validate(memory);
    }

    private static Access access() {
        return Objects.requireNonNull(ACCESS.get());
    }
}
