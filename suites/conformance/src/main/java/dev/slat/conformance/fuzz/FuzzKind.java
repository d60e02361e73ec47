package dev.slat.conformance.fuzz;

/** What a case makes of its random numbers. */
enum FuzzKind {
    /** Random words as code, some of them valid instructions, on bare memory. */
    CODE,
    /** Random page tables under random code, with random satp and sstatus. */
    PAGING,
    /** Writes of random values to random CSRs, between random instructions. */
    CSRS,
    /** A mutated ELF, Image or gzip file as the kernel. */
    FILE;

    /** The kind of a case. */
    static FuzzKind of(long seed) {
        return values()[(int) Long.remainderUnsigned(seed, values().length)];
    }
}
