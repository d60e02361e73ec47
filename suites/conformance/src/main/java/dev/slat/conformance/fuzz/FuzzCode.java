package dev.slat.conformance.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Fills a guest's memory with code, page tables and rubbish. */
final class FuzzCode {
    private static final int PAGE = 4096;

    /** Major opcodes of RV64GC, which random words rarely hit. */
    private static final int[] OPCODES = {
        0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x4b,
        0x4f, 0x53, 0x57, 0x63, 0x67, 0x6f, 0x73, 0x77
    };

    private static final int[] SYSTEM = {
        0x0000_0073, 0x0010_0073, 0x1020_0073, 0x1050_0073, 0x1200_0073, 0x3020_0073, 0x0000_100f
    };

    /** Supervisor's, counters', floating-point, and machine's that may or may not be there. */
    private static final int[] CSRS = {
        0x001, 0x002, 0x003, 0x100, 0x104, 0x105, 0x106, 0x10a, 0x140, 0x141, 0x142, 0x143, 0x144,
        0x14d, 0x180, 0xc00, 0xc01, 0xc02, 0x300, 0x302, 0x303, 0x304, 0x305, 0x340, 0x341, 0x344,
        0x3a0, 0x3b0, 0x7a0, 0xf14
    };

    private final Random random;
    private final ByteBuffer memory;
    private final long base;

    FuzzCode(Random random, byte[] memory, long base) {
        this.random = random;
        this.memory = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        this.base = base;
    }

    /** Everything is code of the kind. */
    void fill(FuzzKind kind) {
        for (int at = 0; at < memory.capacity(); at += Integer.BYTES) {
            memory.putInt(at, word(kind));
        }
    }

    private int word(FuzzKind kind) {
        int dice = random.nextInt(16);
        if (dice == 0) {
            return random.nextInt();
        }
        if (dice == 1) {
            return SYSTEM[random.nextInt(SYSTEM.length)];
        }
        if (dice <= 3 || (kind == FuzzKind.CSRS && dice <= 9)) {
            return csrAccess();
        }
        return (random.nextInt() & ~0x7f) | OPCODES[random.nextInt(OPCODES.length)];
    }

    private int csrAccess() {
        int csr = random.nextInt(8) == 0 ? random.nextInt(4096) : CSRS[random.nextInt(CSRS.length)];
        int funct3 = 1 + random.nextInt(7);
        return csr << 20 | random.nextInt(32) << 15 | funct3 << 12 | random.nextInt(32) << 7 | 0x73;
    }

    /** Makes the last pages of memory page tables of one another; the root's address. */
    long tables() {
        int pages = memory.capacity() / PAGE;
        int first = pages / 2;
        for (int at = first * PAGE; at < memory.capacity(); at += Long.BYTES) {
            memory.putLong(at, entry(pages));
        }
        return base + (long) PAGE * (first + random.nextInt(pages - first));
    }

    private long entry(int pages) {
        long page = (base >>> 12) + random.nextInt(pages);
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextLong() >>> 10 | 0xcf;
            case 2, 3 -> page << 10 | 1;
            default -> page << 10 | random.nextInt(256) | 1;
        };
    }
}
