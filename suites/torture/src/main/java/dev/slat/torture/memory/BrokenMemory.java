package dev.slat.torture.memory;

import dev.slat.memory.internal.Fault;
import dev.slat.torture.run.Labelled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is tortured: guest memory as it is, or with a fault that the torture must find. */
public enum BrokenMemory implements Labelled {
    /** Not broken. */
    NONE(Fault.NONE),
    /** A slot change does not wait for readers. */
    NO_GRACE_PERIOD(Fault.NO_GRACE_PERIOD),
    /** Translations are flushed before readers of the old table have left. */
    FLUSH_BEFORE_GRACE_PERIOD(Fault.FLUSH_BEFORE_GRACE_PERIOD),
    /** An invalid slot is not found for tearing its translations down. */
    INVALID_HIDES_TEARDOWN(Fault.INVALID_HIDES_TEARDOWN),
    /** A fault does not look whether its page was invalidated meanwhile. */
    NO_NOTIFIER_RECHECK(Fault.NO_NOTIFIER_RECHECK),
    /** Dirty pages are protected before their bits are cleared. */
    PROTECT_BEFORE_CLEAR(Fault.PROTECT_BEFORE_CLEAR),
    /** A deleted slot's memory is released before its translations are flushed. */
    FREE_BEFORE_FLUSH(Fault.FREE_BEFORE_FLUSH),
    /** A change that fails after its first step leaves the slot invalid. */
    NO_ROLLBACK(Fault.NO_ROLLBACK),
    /** A deleted slot stays mapped for devices. */
    NO_IOMMU_UNMAP(Fault.NO_IOMMU_UNMAP);

    final Fault fault;

    BrokenMemory(Fault fault) {
        this.fault = fault;
    }

    /** Those that are broken. */
    public static List<BrokenMemory> broken() {
        return Arrays.stream(values()).filter(variant -> variant != NONE).toList();
    }

    /** The broken variant of that {@link #label}. */
    public static Optional<BrokenMemory> of(String label) {
        return Labelled.find(broken(), label);
    }
}
