package dev.slat.srcu.internal;

import dev.slat.srcu.Srcu;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Makes domains that are broken on purpose. Exported to Slat's own suites only.
 *
 * <p>{@code dev.slat.srcu} hands in its maker when {@link Srcu} is initialised, so that nothing of
 * it has to be public.
 */
public final class FaultyDomain {
    private static final AtomicReference<@Nullable BiFunction<Srcu.Builder, Fault, Srcu>> MAKER =
            new AtomicReference<>(null);

    private FaultyDomain() {}

    /** Called once, by {@link Srcu}. */
    public static void setMaker(BiFunction<Srcu.Builder, Fault, Srcu> maker) {
        if (!MAKER.compareAndSet(null, maker)) {
            throw new IllegalStateException("the maker is set");
        }
    }

    /** A domain as {@code builder} describes it, with a fault. */
    public static Srcu create(Srcu.Builder builder, Fault fault) {
        return Objects.requireNonNull(MAKER.get()).apply(builder, fault);
    }
}
