package dev.slat.riscv;

/**
 * The control and status registers: access by instructions, and those of S and U-mode with their
 * WARL rules (privileged specification, chapter "Supervisor-Level ISA"; F, V, Zicntr, Sstc). {@link
 * MachineCsrs} has M-mode's own.
 *
 * <p>Reads and writes check privilege and existence, and throw the illegal-instruction trap. Hart
 * thread.
 */
final class Csrs {
    static final long SIE = 1 << 1;
    static final long MIE = 1 << 3;
    static final long SPIE = 1 << 5;
    static final long MPIE = 1 << 7;
    static final long SPP = 1 << 8;
    static final long VS = 3 << 9;
    static final int MPP_SHIFT = 11;
    static final long MPP = 3 << MPP_SHIFT;
    static final long FS = 3 << 13;
    static final long MPRV = 1 << 17;
    static final long SUM = 1 << 18;
    static final long MXR = 1 << 19;
    static final long TVM = 1 << 20;
    static final long TW = 1 << 21;
    static final long TSR = 1 << 22;

    private static final long SUPERVISOR_STATUS = SIE | SPIE | SPP | VS | FS | SUM | MXR;
    private static final long MACHINE_STATUS =
            SUPERVISOR_STATUS | MIE | MPIE | MPP | MPRV | TVM | TW | TSR;

    /** UXL = 2: U-mode is 64 bits wide, always. */
    private static final long UXL_64 = 2L << 32;

    /** SXL = 2: so is S-mode. */
    private static final long SXL_64 = 2L << 34;

    /** SD: FS or VS is Dirty. */
    private static final long SD = Long.MIN_VALUE;

    private static final int SIP = 0x144;
    private static final int STIMECMP = 0x14D;
    private static final int SATP = 0x180;
    static final int MIP = 0x344;

    private static final int SATP_SV39 = 8;
    private static final int SATP_SV48 = 9;

    /** {@code mstatus}, of which sstatus is a part; without the bits that are constant. */
    long status;

    long satp;
    long stvec;
    long sepc;
    long scause;
    long stval;
    private long sscratch;

    /** Zero (Bare) or the levels of the page table. */
    private int pagingLevels;

    /** FS is always Off without floating point, VS without vectors; all other bits can be. */
    private final long statusBits;

    private final Hart hart;
    final MachineCsrs machine;

    Csrs(Hart hart) {
        this.hart = hart;
        this.machine = new MachineCsrs(hart);
        this.statusBits =
                (hart.isa.has(Extension.F) ? -1 : ~FS) & (hart.isa.has(Extension.V) ? -1 : ~VS);
    }

    void reset() {
        status = 0;
        satp = 0;
        pagingLevels = 0;
        stvec = 0;
        sepc = 0;
        scause = 0;
        stval = 0;
        sscratch = 0;
        machine.reset();
    }

    // ---- What the MMU asks.

    /** Levels of the page table that translates for a mode: 0 (none), 3 (Sv39) or 4 (Sv48). */
    int pagingLevels(int privilege) {
        return privilege == Privilege.MACHINE ? 0 : pagingLevels;
    }

    /** The mode that decides about loads and stores: under MPRV, the one before the trap. */
    int dataPrivilege() {
        boolean previous = (status & MPRV) != 0 && hart.privilege == Privilege.MACHINE;
        return previous ? previousPrivilege() : hart.privilege;
    }

    /** MPP. */
    int previousPrivilege() {
        return (int) (status & MPP) >>> MPP_SHIFT;
    }

    boolean mayAccessUserPages() {
        return (status & SUM) != 0;
    }

    boolean executableIsReadable() {
        return (status & MXR) != 0;
    }

    /** Privilege, SUM and MXR as the three-bit variant of a TLB context; never 7. */
    int translationVariant(int privilege) {
        boolean sum = privilege == Privilege.SUPERVISOR && (status & SUM) != 0;
        return variantWithoutSum(privilege) + (sum ? 2 : 0);
    }

    /** As {@link #translationVariant}, if SUM were 0. */
    int variantWithoutSum(int privilege) {
        if (privilege == Privilege.MACHINE) {
            return 6;
        }
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
            case 0x100 -> (status & SUPERVISOR_STATUS) | UXL_64 | dirty();
            case 0x104 -> hart.interrupts.enabled & hart.interrupts.delegated;
            case 0x105 -> stvec;
            case 0x106 -> Integer.toUnsignedLong(hart.counters.forUser);
            case 0x10A -> machine.environment().supervisor();
            case 0x140 -> sscratch;
            case 0x141 -> sepc;
            case 0x142 -> scause;
            case 0x143 -> stval;
            case 0x008, 0x009, 0x00A, 0x00F, 0xC20, 0xC21, 0xC22 -> VectorCsrs.read(hart, csr);
            case SIP -> hart.pendingInterrupts() & hart.interrupts.delegated;
            case STIMECMP -> supervisorTimer();
            case SATP -> {
                refuseUnder(TVM);
                yield satp;
            }
            default ->
                    csr >>> 5 == 0xC00 >>> 5
                            ? hart.counters.readForUser(csr & 31)
                            : machine.read(csr);
        };
    }

    private int floatState() {
        hart.requireFloat();
        return hart.fcsr.bits();
    }

    private long dirty() {
        return (status & FS) == FS || (status & VS) == VS ? SD : 0;
    }

    private long supervisorTimer() {
        boolean open =
                machine.environment().supervisorHasTimer()
                        && hart.counters.isOpenToSupervisor(Counters.TIME);
        boolean exists = hart.isa.has(Extension.SSTC);
        if (!exists || (hart.privilege != Privilege.MACHINE && !open)) {
            throw hart.illegalInstruction();
        }
        return hart.interrupts.supervisorDeadline();
    }

    /** Throws the illegal-instruction trap in S-mode if M-mode has set a bit of mstatus. */
    void refuseUnder(long bit) {
        if (hart.privilege == Privilege.SUPERVISOR && (status & bit) != 0) {
            throw hart.illegalInstruction();
        }
    }

    /**
     * The bits of a CSR that {@code csrrs} and {@code csrrc} modify, of the value just read: of
     * pending interrupts only those that are written, not what devices drive.
     */
    long modifiable(int csr, long value) {
        return csr == SIP || csr == MIP ? hart.interrupts.written() : value;
    }

    /** Writes a CSR that {@link #read} has just accepted and which had {@code old}. */
    void replace(int csr, long old, long value) {
        switch (csr) {
            case SIP -> {
                long mask = hart.interrupts.delegated & 1 << Interrupts.SUPERVISOR_SOFTWARE;
                hart.interrupts.write(old, value, mask);
                hart.recheckInterrupts();
            }
            case MIP -> {
                hart.interrupts.write(old, value, Interrupts.SUPERVISOR);
                hart.recheckInterrupts();
            }
            default -> write(csr, value);
        }
    }

    /** Writes a CSR that {@link #read} has just accepted; not sip or mip. */
    void write(int csr, long value) {
        switch (csr) {
            case 0x001 -> writeFloatState((hart.fcsr.bits() & ~0x1f) | ((int) value & 0x1f));
            case 0x002 -> writeFloatState((hart.fcsr.bits() & 0x1f) | (((int) value & 7) << 5));
            case 0x003 -> writeFloatState((int) value & 0xff);
            case 0x100 -> setStatus((status & ~SUPERVISOR_STATUS) | (value & SUPERVISOR_STATUS));
            case 0x104 -> {
                Interrupts interrupts = hart.interrupts;
                long kept = interrupts.enabled & ~interrupts.delegated;
                interrupts.enabled = kept | (value & interrupts.delegated);
                hart.recheckInterrupts();
            }
            case 0x105 -> stvec = value & ~2L;
            case 0x106 -> hart.counters.forUser = (int) value;
            case 0x10A -> machine.environment().writeSupervisor(value);
            case 0x140 -> sscratch = value;
            case 0x141 -> sepc = value & hart.isa.instructionAddressMask();
            case 0x142 -> scause = value;
            case 0x143 -> stval = value;
            case 0x008, 0x009, 0x00A, 0x00F -> VectorCsrs.write(hart, csr, value);
            case STIMECMP -> hart.setTimer(value);
            case SATP -> writeSatp(value);
            default -> machine.write(csr, value);
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

    long machineStatus() {
        return status | UXL_64 | SXL_64 | dirty();
    }

    /** MPP 2 is no mode: such a write leaves MPP as it is. */
    void writeMachineStatus(long value) {
        boolean noMode = (value & MPP) >>> MPP_SHIFT == 2;
        long mask = noMode ? MACHINE_STATUS & ~MPP : MACHINE_STATUS;
        setStatus((status & ~mask) | (value & mask));
    }

    /** Changes mstatus, and what hangs on it. */
    void setStatus(long value) {
        status = value & statusBits;
        hart.mmu.updateContext();
        hart.recheckInterrupts();
    }
}
