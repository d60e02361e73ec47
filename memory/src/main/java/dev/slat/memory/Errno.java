package dev.slat.memory;

/** The error codes of KVM's memory calls (Linux, Documentation/virt/kvm/api.rst), by name. */
public enum Errno {
    /** An argument makes no sense. */
    EINVAL,
    /** Another slot, or another doorbell, is in the way. */
    EEXIST,
    /** No such slot, it has no dirty log, or no such doorbell. */
    ENOENT,
    /** An address that is not, or may not be, backed by memory. */
    EFAULT,
    /** No memory left for the slot's own data. */
    ENOMEM,
    /** No room for one more. */
    ENOSPC,
    /** More than there may be. */
    E2BIG
}
