package dev.slat.riscv;

/**
 * The machine's control and status registers with their WARL rules (privileged specification,
 * chapter "Machine-Level ISA"), but those that are views of {@link Csrs}. Hart thread.
 */
final class MachineCsrs {
    /** tinfo: only type 0, which is no trigger, can be selected. */
    private static final long NO_TRIGGER = 1;

    long mtvec;
    long mepc;
    long mcause;
    long mtval;

    /** {@code medeleg}. */
    long delegatedExceptions;

    private long mscratch;
    private final EnvironmentConfig environment;

    private final Hart hart;

    MachineCsrs(Hart hart) {
        this.hart = hart;
        this.environment = new EnvironmentConfig(hart.isa);
    }

    void reset() {
        mtvec = 0;
        mepc = 0;
        mcause = 0;
        mtval = 0;
        mscratch = 0;
        delegatedExceptions = 0;
        environment.writeSupervisor(0);
        setEnvironment(
                EnvironmentConfig
                        .ADUE); // a kernel that does not know ADUE relies on the hardware's update
    }

    /** As firmware leaves them for the supervisor it starts. */
    void delegateAll() {
        delegatedExceptions = Cause.DELEGABLE;
        hart.interrupts.delegated = Interrupts.SUPERVISOR;
        hart.counters.forSupervisor =
                1 << Counters.CYCLE | 1 << Counters.TIME | 1 << Counters.INSTRET;
        setEnvironment(-1);
    }

    private void setEnvironment(long value) {
        environment.writeMachine(value);
        hart.interrupts.setSupervisorTimer(environment.supervisorHasTimer());
    }

    /** What M and S-mode let the modes below use. */
    EnvironmentConfig environment() {
        return environment;
    }

    long read(int csr) {
        return switch (csr) {
            case 0x300 -> hart.csrs.machineStatus();
            case 0x301 -> hart.isa.misa();
            case 0x302 -> delegatedExceptions;
            case 0x303 -> hart.interrupts.delegated;
            case 0x304 -> hart.interrupts.enabled;
            case 0x305 -> mtvec;
            case 0x306 -> Integer.toUnsignedLong(hart.counters.forSupervisor);
            case 0x30A -> environment.machine();
            case 0x320 -> hart.counters.inhibited();
            case 0x340 -> mscratch;
            case 0x341 -> mepc;
            case 0x342 -> mcause;
            case 0x343 -> mtval;
            case Csrs.MIP -> hart.pendingInterrupts();
            case 0x7A0, 0x7A1, 0x7A2, 0x7A3 -> 0; // no triggers
            case 0x7A4 -> NO_TRIGGER;
            case 0xF11, 0xF12, 0xF13, 0xF15 -> 0; // not implemented: no vendor, no config structure
            case 0xF14 -> hart.id();
            default -> readArray(csr);
        };
    }

    private long readArray(int csr) {
        if (Pmp.has(csr)) {
            return hart.mmu.pmp.read(csr);
        }
        if (isCounter(csr)) {
            return hart.counters.read(csr & 31);
        }
        if (isEvent(csr)) {
            return 0;
        }
        throw hart.illegalInstruction();
    }

    /** Writes a register that {@link #read} has just accepted. */
    void write(int csr, long value) {
        switch (csr) {
            case 0x300 -> hart.csrs.writeMachineStatus(value);
            case 0x302 -> delegatedExceptions = value & Cause.DELEGABLE;
            case 0x303 -> {
                hart.interrupts.delegated = value & Interrupts.SUPERVISOR;
                hart.recheckInterrupts();
            }
            case 0x304 -> {
                hart.interrupts.enabled = value & Interrupts.ALL;
                hart.recheckInterrupts();
            }
            case 0x305 -> mtvec = value & ~2L;
            case 0x306 -> hart.counters.forSupervisor = (int) value;
            case 0x30A -> {
                setEnvironment(value);
                hart.recheckInterrupts();
            }
            case 0x320 -> hart.counters.setInhibited((int) value);
            case 0x340 -> mscratch = value;
            case 0x341 -> mepc = value & hart.isa.instructionAddressMask();
            case 0x342 -> mcause = value;
            case 0x343 -> mtval = value;
            default -> writeArray(csr, value);
        }
    }

    /** The registers that come in rows; the rest reads as a constant and ignores writes. */
    private void writeArray(int csr, long value) {
        if (Pmp.has(csr)) {
            hart.mmu.pmp.write(csr, value);
            hart.mmu.flushAll();
        } else if (csr == 0xB00 || csr == 0xB02) {
            hart.counters.write(csr & 31, value);
        }
    }

    /** mcycle, minstret and mhpmcounter3 to 31; there is no machine's time. */
    private static boolean isCounter(int csr) {
        return csr >= 0xB00 && csr <= 0xB1F && csr != 0xB01;
    }

    private static boolean isEvent(int csr) {
        return csr >= 0x323 && csr <= 0x33F;
    }
}
