package dev.slat.riscv;

/**
 * Entry into a trap handler and the way back (privileged specification, "Trap-Return Instructions",
 * "Machine Trap Delegation Registers", and mstatus' stack of interrupt enables). Hart thread.
 */
final class Traps {
    private Traps() {}

    /**
     * Enters the handler for what happened at {@code h.pc}: S-mode's if M-mode has delegated the
     * cause and did not cause it itself.
     *
     * @param value what xtval gets
     */
    static void enter(Hart h, long cause, long value) {
        h.vector.forgetProgress();
        if (h.privilege != Privilege.MACHINE && isDelegated(h, cause)) {
            enterSupervisor(h, cause, value);
        } else {
            enterMachine(h, cause, value);
        }
        h.mmu.updateContext();
        h.leaveBlocks(); // a debugger's step ends here
    }

    private static boolean isDelegated(Hart h, long cause) {
        long delegated = cause < 0 ? h.interrupts.delegated : h.csrs.machine.delegatedExceptions;
        return (delegated >>> cause & 1) != 0;
    }

    private static void enterSupervisor(Hart h, long cause, long value) {
        Csrs csrs = h.csrs;
        csrs.sepc = h.pc;
        csrs.scause = cause;
        csrs.stval = value;
        long status = csrs.status & ~(Csrs.SIE | Csrs.SPIE | Csrs.SPP);
        if ((csrs.status & Csrs.SIE) != 0) {
            status |= Csrs.SPIE;
        }
        if (h.privilege == Privilege.SUPERVISOR) {
            status |= Csrs.SPP;
        }
        csrs.status = status;
        h.privilege = Privilege.SUPERVISOR;
        h.pc = handler(csrs.stvec, cause);
    }

    private static void enterMachine(Hart h, long cause, long value) {
        MachineCsrs machine = h.csrs.machine;
        machine.mepc = h.pc;
        machine.mcause = cause;
        machine.mtval = value;
        long old = h.csrs.status;
        long status = old & ~(Csrs.MIE | Csrs.MPIE | Csrs.MPP);
        if ((old & Csrs.MIE) != 0) {
            status |= Csrs.MPIE;
        }
        h.csrs.status = status | (long) h.privilege << Csrs.MPP_SHIFT;
        h.privilege = Privilege.MACHINE;
        h.pc = handler(machine.mtvec, cause);
    }

    /** In vectored mode an interrupt has its own handler, four bytes from the one before. */
    private static long handler(long vector, long cause) {
        long base = vector & ~3L;
        return (vector & 1) != 0 && cause < 0 ? base + 4 * (cause & ~Cause.INTERRUPT) : base;
    }

    /** The effect of {@code sret}. */
    static void returnFromSupervisor(Hart h) {
        long old = h.csrs.status;
        long status = (old & ~(Csrs.SIE | Csrs.SPP | Csrs.MPRV)) | Csrs.SPIE;
        if ((old & Csrs.SPIE) != 0) {
            status |= Csrs.SIE;
        }
        h.privilege = (old & Csrs.SPP) != 0 ? Privilege.SUPERVISOR : Privilege.USER;
        h.pc = h.csrs.sepc;
        h.csrs.setStatus(status);
    }

    /** The effect of {@code mret}. */
    static void returnFromMachine(Hart h) {
        long old = h.csrs.status;
        int target = h.csrs.previousPrivilege();
        long status = (old & ~(Csrs.MIE | Csrs.MPP)) | Csrs.MPIE;
        if ((old & Csrs.MPIE) != 0) {
            status |= Csrs.MIE;
        }
        if (target != Privilege.MACHINE) {
            status &= ~Csrs.MPRV;
        }
        h.privilege = target;
        h.pc = h.csrs.machine.mepc;
        h.csrs.setStatus(status);
    }
}
