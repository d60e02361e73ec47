package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A link to an object that readers use inside sections and updaters replace: the usual pattern of
 * SRCU in one place.
 *
 * <p>Threads: any. Updaters that race replace one after another; each gets what it replaced, so
 * each object is retired once.
 *
 * <p>Memory ordering: what was done before an object was published is seen by whoever dereferences
 * it (release and acquire). An object that was replaced may be freed after a grace period of the
 * domain; {@link #replaceAndRetire} sees to that.
 *
 * @param <T> the object's type; immutable, or safe for concurrent readers
 */
public final class SrcuRef<T> {
    private static final VarHandle VALUE =
            Fields.find(MethodHandles.lookup(), "value", Object.class);

    private final Srcu domain;

    @SuppressWarnings("UnusedVariable") // read and written through VALUE
    private Object value;

    /** A link in a domain to its first object. */
    public SrcuRef(Srcu domain, T first) {
        this.domain = Objects.requireNonNull(domain);
        this.value = Objects.requireNonNull(first);
        VarHandle.releaseFence(); // a reader that gets this link by a race sees its object whole
    }

    /**
     * The object, to be used until the section ends.
     *
     * @throws SrcuException if the section is closed or of another domain
     */
    public T dereference(Section section) {
        section.require(domain);
        return get();
    }

    /**
     * The object, to be used until the reader's section ends.
     *
     * @throws SrcuException if the reader is outside or of another domain
     */
    public T dereference(Reader reader) {
        reader.require(domain);
        return get();
    }

    /**
     * The object, to be used until the section is ended by {@link Handover#up}.
     *
     * @throws SrcuException if it was ended or is of another domain
     */
    public T dereference(Handover handover) {
        handover.require(domain);
        return get();
    }

    /**
     * The object, for an updater that knows that nobody else replaces it, and for objects that are
     * never freed. A reader must use {@link #dereference(Section)}.
     */
    @SuppressWarnings("unchecked") // only T goes in
    public T get() {
        return (T) VALUE.getAcquire(this);
    }

    /**
     * Publishes an object in place of another, which is returned: it may be freed after a grace
     * period.
     */
    @SuppressWarnings("unchecked") // only T goes in
    public T replace(T fresh) {
        return (T) VALUE.getAndSet(this, Objects.requireNonNull(fresh));
    }

    /**
     * Publishes an object and hands the one before it to its reclaimer after a grace period.
     *
     * @throws RejectedExecutionException as {@link Srcu#call} does; then nothing was replaced
     */
    public void replaceAndRetire(T fresh, Consumer<? super T> reclaimer) {
        Objects.requireNonNull(fresh);
        Objects.requireNonNull(reclaimer);
        Retirement<T> retirement = new Retirement<>(reclaimer);
        domain.call(retirement, () -> retirement.old = replace(fresh));
    }

    /** Made before the replacement, after which nothing may fail. */
    private static final class Retirement<T> implements Runnable {
        private final Consumer<? super T> reclaimer;
        private @Nullable T old;

        Retirement(Consumer<? super T> reclaimer) {
            this.reclaimer = reclaimer;
        }

        @Override
        public void run() {
            reclaimer.accept(Objects.requireNonNull(old));
        }
    }
}
