package dev.slat.riscv;

/**
 * Physical memory protection: 16 entries of granularity 4 (privileged specification, "Physical
 * Memory Protection").
 *
 * <p>It is asked when a TLB is filled, never on a hit. Its answer comes with the range of addresses
 * around the access for which the same entry decides; only if that is the whole page may the
 * translation be cached. Every change flushes the TLBs. Hart thread.
 */
final class Pmp {
    static final int ENTRIES = 16;

    private static final int CONFIG = 0x3A0;
    private static final int ADDRESS = 0x3B0;

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int LOCKED = 0x80;
    private static final int TOR = 1;
    private static final int NA4 = 2;

    /** Bits of a configuration byte that exist. */
    private static final int WRITABLE = 0x9f;

    private static final long ADDRESS_BITS = (1L << 54) - 1;
    private static final long EVERYTHING = -1L;
    private static final long PAGE = 4096;

    private final int[] config = new int[ENTRIES];
    private final long[] address = new long[ENTRIES];

    /** The ranges, computed at each change: first byte and last byte, unsigned; empty if off. */
    private final long[] first = new long[ENTRIES];

    private final long[] last = new long[ENTRIES];

    /** Entries up to the last one that is on. */
    private int used;

    /** Whether M-mode may do anything: no entry that is on is locked. */
    private boolean machineIsFree;

    /** Whether the first entry lets everybody do anything anywhere. */
    private boolean everybodyIsFree;

    /** The range around the last access that is decided alike; see {@link #coversPage}. */
    private long from;

    private long to;

    /** All entries off and unlocked: S and U-mode may do nothing. */
    void reset() {
        for (int i = 0; i < ENTRIES; i++) {
            config[i] = 0;
            address[i] = 0;
        }
        update();
    }

    /** As firmware leaves it for a supervisor that owns the machine: one entry allows all. */
    void allowAll() {
        reset();
        config[0] = 3 << 3 | EXECUTE | WRITE | READ;
        address[0] = ADDRESS_BITS;
        update();
    }

    // ---- The registers.

    /** Whether a CSR number is one of ours; odd configuration registers exist on RV32 only. */
    static boolean has(int csr) {
        return csr == CONFIG || csr == CONFIG + 2 || (csr >= ADDRESS && csr < ADDRESS + ENTRIES);
    }

    long read(int csr) {
        if (csr >= ADDRESS) {
            return address[csr - ADDRESS];
        }
        int entry = 4 * (csr - CONFIG);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (long) config[entry + i] << (8 * i);
        }
        return value;
    }

    /** Writes what is not locked. The caller flushes the TLBs. */
    void write(int csr, long value) {
        if (csr >= ADDRESS) {
            writeAddress(csr - ADDRESS, value);
        } else {
            int entry = 4 * (csr - CONFIG);
            for (int i = 0; i < Long.BYTES; i++) {
                writeConfig(entry + i, (int) (value >>> (8 * i)) & WRITABLE);
            }
        }
        update();
    }

    /** A locked TOR entry locks the address below it too. */
    private void writeAddress(int i, long value) {
        boolean bound = i + 1 < ENTRIES && isLocked(i + 1) && mode(i + 1) == TOR;
        if (!isLocked(i) && !bound) {
            address[i] = value & ADDRESS_BITS;
        }
    }

    /** W without R is reserved: such a write drops W. */
    private void writeConfig(int i, int value) {
        if (!isLocked(i)) {
            config[i] = (value & (READ | WRITE)) == WRITE ? value & ~WRITE : value;
        }
    }

    private boolean isLocked(int i) {
        return (config[i] & LOCKED) != 0;
    }

    private int mode(int i) {
        return config[i] >> 3 & 3;
    }

    // ---- The ranges.

    private void update() {
        used = 0;
        machineIsFree = true;
        for (int i = 0; i < ENTRIES; i++) {
            setRange(i);
            if (mode(i) != 0) {
                used = i + 1;
                machineIsFree &= !isLocked(i);
            }
        }
        everybodyIsFree =
                machineIsFree
                        && first[0] == 0
                        && last[0] == EVERYTHING
                        && (config[0] & 7) == (READ | WRITE | EXECUTE);
    }

    private void setRange(int i) {
        long start = address[i] << 2;
        long end = start + 3;
        switch (mode(i)) {
            case NA4 -> {}
            case TOR -> {
                end = start - 1;
                start = i == 0 ? 0 : address[i - 1] << 2;
                if (Long.compareUnsigned(start, end + 1) >= 0) {
                    start = 1;
                    end = 0;
                }
            }
            case 0 -> {
                start = 1;
                end = 0;
            }
            default -> {
                int ones = Long.numberOfTrailingZeros(~address[i]);
                long size = ones >= 54 ? 0 : 8L << ones;
                start = size == 0 ? 0 : start & -size;
                end = start + size - 1;
            }
        }
        first[i] = start;
        last[i] = end;
    }

    // ---- The check.

    /**
     * Whether an access within one page is allowed. Afterwards {@link #coversPage} and the bounds
     * tell how far around the access the answer holds.
     */
    boolean permits(int privilege, long gpa, int size, int access) {
        from = gpa & -PAGE;
        to = from + PAGE;
        if (everybodyIsFree || (privilege == Privilege.MACHINE && machineIsFree)) {
            return true;
        }
        long end = gpa + size - 1;
        for (int i = 0; i < used; i++) {
            if (Long.compareUnsigned(first[i], last[i]) > 0) {
                continue;
            }
            if (Long.compareUnsigned(end, first[i]) < 0) {
                to = min(to, first[i]);
            } else if (Long.compareUnsigned(gpa, last[i]) > 0) {
                from = max(from, last[i] + 1);
            } else {
                return decide(i, privilege, gpa, end, access);
            }
        }
        return privilege == Privilege.MACHINE;
    }

    private boolean decide(int i, int privilege, long gpa, long end, int access) {
        if (Long.compareUnsigned(gpa, first[i]) < 0 || Long.compareUnsigned(end, last[i]) > 0) {
            return false; // an entry must match all of an access
        }
        from = max(from, first[i]);
        if (last[i] != EVERYTHING) {
            to = min(to, last[i] + 1);
        }
        if (privilege == Privilege.MACHINE && !isLocked(i)) {
            return true;
        }
        int needed =
                switch (access) {
                    case PageTable.FETCH -> EXECUTE;
                    case PageTable.LOAD -> READ;
                    default -> WRITE;
                };
        return (config[i] & needed) != 0;
    }

    /** Whether the last answer holds for all of the page. */
    boolean coversPage() {
        return to - from == PAGE;
    }

    /** Page offset of the first byte for which the last answer holds. */
    int firstOffset() {
        return (int) from & (int) (PAGE - 1);
    }

    /** Page offset behind the last byte for which it holds; up to a page's size. */
    int endOffset() {
        return firstOffset() + (int) (to - from);
    }

    private static long min(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    private static long max(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }
}
