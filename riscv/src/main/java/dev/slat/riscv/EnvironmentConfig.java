package dev.slat.riscv;

/**
 * {@code menvcfg} and {@code senvcfg}: what a lower mode may use of the extensions that have a
 * switch (privileged specification, "Machine Environment Configuration"; Zicbom and Zicboz, "CSR
 * controls for CMO instructions"). A bit of an extension that is off stays zero. Hart thread.
 */
final class EnvironmentConfig {
    /** Fences of I/O imply memory; here they always do. */
    private static final long FIOM = 1;

    /** Whether cbo.inval may be used, and whether it flushes: 2 is reserved. */
    private static final long CBIE = 3 << 4;

    private static final long CBIE_RESERVED = 2 << 4;

    /** cbo.clean and cbo.flush may be used. */
    private static final long CBCFE = 1 << 6;

    /** cbo.zero may be used. */
    private static final long CBZE = 1 << 7;

    /** The walk sets A and D, where it would raise a page fault (Svadu). */
    static final long ADUE = 1L << 61;

    /** Page-table entries have memory types (Svpbmt). */
    private static final long PBMTE = 1L << 62;

    /** S-mode has stimecmp (Sstc). */
    private static final long STCE = 1L << 63;

    private final long supervisorBits;
    private final long machineBits;
    private long machine;
    private long supervisor;

    EnvironmentConfig(Isa isa) {
        supervisorBits =
                FIOM
                        | (isa.has(Extension.ZICBOM) ? CBIE | CBCFE : 0)
                        | (isa.has(Extension.ZICBOZ) ? CBZE : 0);
        machineBits =
                supervisorBits
                        | (isa.has(Extension.SVADU) ? ADUE : 0)
                        | (isa.has(Extension.SVPBMT) ? PBMTE : 0)
                        | (isa.has(Extension.SSTC) ? STCE : 0);
    }

    long machine() {
        return machine;
    }

    void writeMachine(long value) {
        machine = legal(value & machineBits);
    }

    long supervisor() {
        return supervisor;
    }

    void writeSupervisor(long value) {
        supervisor = legal(value & supervisorBits);
    }

    private static long legal(long value) {
        return (value & CBIE) == CBIE_RESERVED ? value & ~CBIE : value;
    }

    boolean walkUpdates() {
        return (machine & ADUE) != 0;
    }

    boolean hasPageTypes() {
        return (machine & PBMTE) != 0;
    }

    boolean supervisorHasTimer() {
        return (machine & STCE) != 0;
    }

    boolean allowsInvalidate(int privilege) {
        return allows(privilege, CBIE);
    }

    boolean allowsClean(int privilege) {
        return allows(privilege, CBCFE);
    }

    boolean allowsZero(int privilege) {
        return allows(privilege, CBZE);
    }

    private boolean allows(int privilege, long field) {
        return switch (privilege) {
            case Privilege.MACHINE -> true;
            case Privilege.SUPERVISOR -> (machine & field) != 0;
            default -> (machine & field) != 0 && (supervisor & field) != 0;
        };
    }
}
