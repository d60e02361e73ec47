package dev.slat.memory.internal;

/** Ways to break guest memory on purpose, for torture runs that must notice. */
public enum Fault {
    /** Correct. */
    NONE,
    /** A slot change does not wait for readers. */
    NO_GRACE_PERIOD,
    /** Translations are flushed before readers of the old table have left. */
    FLUSH_BEFORE_GRACE_PERIOD,
    /** An invalid slot is not found for tearing its translations down. */
    INVALID_HIDES_TEARDOWN,
    /** A fault does not look whether its page was invalidated meanwhile. */
    NO_NOTIFIER_RECHECK,
    /** Dirty pages are protected before their bits are cleared. */
    PROTECT_BEFORE_CLEAR,
    /** A deleted slot's memory is released before its translations are flushed. */
    FREE_BEFORE_FLUSH,
    /** A change that fails after its first step leaves the slot invalid. */
    NO_ROLLBACK,
    /** A deleted slot stays mapped for devices. */
    NO_IOMMU_UNMAP
}
