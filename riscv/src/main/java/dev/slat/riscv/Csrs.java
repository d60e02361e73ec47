package dev.slat.riscv;

/**
 * The supervisor's control and status registers, with their WARL rules (privileged specification,
 * chapter "Supervisor-Level ISA") and those of F, V, Zicntr and Sstc.
 *
 * <p>Reads and writes check privilege and existence, and throw the illegal-instruction trap. Hart
 * thread.
 */
final class Csrs {
    static final long SIE = 1 << 1;
    static final long SPIE = 1 << 5;
    static final long SPP = 1 << 8;
    static final long VS = 3 << 9;
    static final long FS = 3 << 13;
    static final long SUM = 1 << 18;
    static final long MXR = 1 << 19;
    private static final long STATUS_WRITABLE = SIE | SPIE | SPP | FS | SUM | MXR;

    /** UXL = 2: U-mode is 64 bits wide, always. */
    private static final long UXL_64 = 2L << 32;

    /** SD: FS or VS is Dirty. */
    private static final long SD = Long.MIN_VALUE;

    /** Software, timer and external interrupts of the supervisor. */
    static final long INTERRUPTS = 1 << 1 | 1 << 5 | 1 << 9;

    private static final int SIP = 0x144;

    /** The one bit of sip that an instruction can write. */
    private static final long SSIP = 1 << 1;

    private static final int SATP_SV39 = 8;
    private static final int SATP_SV48 = 9;

    long status;
    long satp;
    long stvec;
    long sepc;
    long scause;
    long stval;
    long sie;
    private long sscratch;
    private int scounteren;
    private long senvcfg;

    /** Zero (Bare) or the levels of the page table. */
    private int pagingLevels;

    private final Hart hart;
    private final long statusWritable;

    /** Without {@code vectors}, VS stays Off. */
    Csrs(Hart hart, boolean vectors) {
        this.hart = hart;
        this.statusWritable = STATUS_WRITABLE | (vectors ? VS : 0);
    }

    void reset() {
        status = 0;
        satp = 0;
        pagingLevels = 0;
        stvec = 0;
        sepc = 0;
        scause = 0;
        stval = 0;
        sie = 0;
        sscratch = 0;
        scounteren = 0;
        senvcfg = 0;
    }

    // ---- What the MMU asks.

    /** Levels of the page table that translates now: 0 (none), 3 (Sv39) or 4 (Sv48). */
    int pagingLevels() {
        return pagingLevels;
    }

    boolean mayAccessUserPages() {
        return (status & SUM) != 0;
    }

    boolean executableIsReadable() {
        return (status & MXR) != 0;
    }

    /** Privilege, SUM and MXR as the three-bit variant of a TLB context; never 7. */
    int translationVariant(int privilege) {
        boolean sum = privilege != Privilege.USER && (status & SUM) != 0;
        return variantWithoutSum(privilege) + (sum ? 2 : 0);
    }

    /** As {@link #translationVariant}, if SUM were 0. */
    int variantWithoutSum(int privilege) {
        int mxr = (int) (status >>> 19) & 1;
        return privilege == Privilege.USER ? mxr : 2 + mxr;
    }

    // ---- Access by instructions.

    /** The value of a CSR for a CSR instruction. */
    long read(int csr) {
        if (hart.privilege < (csr >>> 8 & 3)) {
            throw hart.illegalInstruction();
        }
        return switch (csr) {
            case 0x001 -> floatState() & 0x1f;
            case 0x002 -> floatState() >>> 5;
            case 0x003 -> floatState();
            case 0x100 -> status | UXL_64 | (isDirty() ? SD : 0);
            case 0x104 -> sie;
            case 0x105 -> stvec;
            case 0x106 -> scounteren;
            case 0x10A -> senvcfg;
            case 0x140 -> sscratch;
            case 0x141 -> sepc;
            case 0x142 -> scause;
            case 0x143 -> stval;
            case SIP -> hart.pendingInterrupts();
            case 0x14D -> hart.timerDeadline();
            case 0x180 -> satp;
            case 0xC00 -> counter(0, hart.retired - 1);
            case 0xC01 -> counter(1, hart.time());
            case 0xC02 -> counter(2, hart.retired - 1);
            case 0x008, 0x009, 0x00A, 0x00F, 0xC20, 0xC21, 0xC22 -> VectorCsrs.read(hart, csr);
            default -> throw hart.illegalInstruction();
        };
    }

    private boolean isDirty() {
        return (status & FS) == FS || (status & VS) == VS;
    }

    private int floatState() {
        hart.requireFloat();
        return hart.fcsr.bits();
    }

    private long counter(int bit, long value) {
        if (hart.privilege == Privilege.USER && (scounteren >>> bit & 1) == 0) {
            throw hart.illegalInstruction();
        }
        return value;
    }

    /**
     * Writes back what an instruction made of {@code old}, which {@link #read} has just given it. A
     * pending bit that it leaves as it was is not written: another thread may have raised it since.
     */
    void replace(int csr, long old, long value) {
        if (csr != SIP || ((old ^ value) & SSIP) != 0) {
            write(csr, value);
        }
    }

    /** Writes a CSR that {@link #read} has just accepted. */
    void write(int csr, long value) {
        switch (csr) {
            case 0x001 -> writeFloatState((hart.fcsr.bits() & ~0x1f) | ((int) value & 0x1f));
            case 0x002 -> writeFloatState((hart.fcsr.bits() & 0x1f) | (((int) value & 7) << 5));
            case 0x003 -> writeFloatState((int) value & 0xff);
            case 0x100 -> setStatus(value & statusWritable);
            case 0x104 -> {
                sie = value & INTERRUPTS;
                hart.recheckInterrupts();
            }
            case 0x105 -> stvec = value & ~2L;
            case 0x106 -> scounteren = (int) value & 7;
            case 0x10A -> senvcfg = value & 1;
            case 0x140 -> sscratch = value;
            case 0x141 -> sepc = value & ~1L;
            case 0x142 -> scause = value;
            case 0x143 -> stval = value;
            case SIP -> hart.setSoftwareInterrupt((value & SSIP) != 0);
            case 0x14D -> hart.setTimer(value);
            case 0x180 -> writeSatp(value);
            case 0x008, 0x009, 0x00A, 0x00F -> VectorCsrs.write(hart, csr, value);
            default -> throw hart.illegalInstruction();
        }
    }

    private void writeFloatState(int value) {
        hart.fcsr.setBits(value);
        hart.markFloatDirty();
    }

    /** A mode that this hart does not have leaves satp as it is. */
    private void writeSatp(long value) {
        int mode = (int) (value >>> 60);
        if (mode != 0 && mode != SATP_SV39 && mode != SATP_SV48) {
            return;
        }
        satp = value;
        pagingLevels = mode == 0 ? 0 : mode - SATP_SV39 + 3;
        hart.mmu.updateContext();
    }

    /** Changes sstatus, and what hangs on it. */
    void setStatus(long value) {
        status = value;
        hart.mmu.updateContext();
        hart.recheckInterrupts();
    }
}
