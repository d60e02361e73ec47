package dev.slat.memory.internal;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryBuilder;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes guest memory that is broken on purpose, and looks inside. Exported to Slat's own suites
 * only; {@code dev.slat.memory} hands in how, so that nothing of it has to be public.
 */
public final class FaultyMemory {
    /** What only the package can do. */
    public interface Access {
        /** Builds it with a fault. */
        GuestMemory build(GuestMemoryBuilder builder, Fault fault);

        /** Throws if a page of a logged slot is neither marked nor safe from unseen stores. */
        void validate(GuestMemory memory);
    }

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
        return access().build(builder, fault);
    }

    /** Throws if a page of a logged slot is neither marked nor safe from unseen stores. */
    public static void validate(GuestMemory memory) {
        access().validate(memory);
    }

    private static Access access() {
        return Objects.requireNonNull(ACCESS.get());
    }
}
