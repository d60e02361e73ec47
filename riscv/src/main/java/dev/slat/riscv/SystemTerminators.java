package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * System instructions. Each ends its block, since it may change privilege, translation, code or the
 * interrupts that are let in; none of them returns a link.
 */
final class SystemTerminators {
    private SystemTerminators() {}

    abstract static class SystemTerminator extends Terminator {
        private final int offset;
        private final int next;

        SystemTerminator(Site site) {
            this.offset = site.offset();
            this.next = site.next();
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            execute(h, x);
            h.pc += next;
            return null;
        }

        /** The effect; {@code h.pc} is still the block's start. */
        abstract void execute(Hart h, long[] x);

        final void atInstruction(Hart h) {
            h.pc += offset;
        }

        static void requireSupervisor(Hart h) {
            if (h.privilege < Privilege.SUPERVISOR) {
                throw h.illegalInstruction();
            }
        }
    }

    /** {@code ecall}: a trap, but from S-mode to the environment if that is below. */
    static final class Ecall extends SystemTerminator {
        Ecall(Site site) {
            super(site);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            if (h.privilege == Privilege.SUPERVISOR && h.isHosted()) {
                return super.run(h, x);
            }
            atInstruction(h);
            h.retired--;
            Traps.enter(h, Cause.ECALL_FROM_USER + h.privilege, 0);
            return null;
        }

        @Override
        void execute(Hart h, long[] x) {
            h.requestSupervisorCall();
        }
    }

    /** {@code ebreak}. */
    static final class Ebreak extends SystemTerminator {
        Ebreak(Site site) {
            super(site);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            atInstruction(h);
            h.retired--;
            Traps.enter(h, Cause.BREAKPOINT, h.pc);
            return null;
        }

        @Override
        void execute(Hart h, long[] x) {}
    }

    /** {@code sret}. */
    static final class Sret extends SystemTerminator {
        Sret(Site site) {
            super(site);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            requireSupervisor(h);
            h.csrs.refuseUnder(Csrs.TSR);
            Traps.returnFromSupervisor(h);
            return null;
        }

        @Override
        void execute(Hart h, long[] x) {}
    }

    /** {@code mret}. */
    static final class Mret extends SystemTerminator {
        Mret(Site site) {
            super(site);
        }

        @Override
        @Nullable Block run(Hart h, long[] x) {
            if (h.privilege != Privilege.MACHINE) {
                throw h.illegalInstruction();
            }
            Traps.returnFromMachine(h);
            return null;
        }

        @Override
        void execute(Hart h, long[] x) {}
    }

    /** {@code wfi}. */
    static final class Wfi extends SystemTerminator {
        Wfi(Site site) {
            super(site);
        }

        @Override
        void execute(Hart h, long[] x) {
            requireSupervisor(h);
            h.csrs.refuseUnder(Csrs.TW);
            h.requestWait();
        }
    }

    /**
     * {@code sfence.w.inval} and {@code sfence.inval.ir} (Svinval): {@code sinval.vma} between them
     * has done all there is to do.
     */
    static final class SfenceInval extends SystemTerminator {
        SfenceInval(Site site) {
            super(site);
        }

        @Override
        void execute(Hart h, long[] x) {
            requireSupervisor(h);
        }
    }

    /** {@code sfence.vma}, and {@code sinval.vma}, which need not be but is ordered alike. */
    static final class SfenceVma extends SystemTerminator {
        private final byte rs1;
        private final byte rs2;

        SfenceVma(Site site, int w) {
            super(site);
            this.rs1 = (byte) Encoding.rs1(w);
            this.rs2 = (byte) Encoding.rs2(w);
        }

        /** With an address, the entries of all ASIDs for it are dropped: more than asked. */
        @Override
        void execute(Hart h, long[] x) {
            requireSupervisor(h);
            h.csrs.refuseUnder(Csrs.TVM);
            if (rs1 != 0) {
                h.mmu.flushAddress(x[rs1]);
            } else if (rs2 != 0) {
                h.mmu.flushSpace((int) x[rs2] & 0xffff);
            } else {
                h.mmu.flushAll();
            }
        }
    }

    /** {@code fence.i}. */
    static final class FenceI extends SystemTerminator {
        FenceI(Site site) {
            super(site);
        }

        @Override
        void execute(Hart h, long[] x) {
            h.code.startEpoch();
        }
    }

    /** The six CSR instructions. */
    static final class Csr extends SystemTerminator {
        private final int csr;
        private final byte rd;
        private final byte source;
        private final int funct3;

        Csr(Site site, int w) {
            super(site);
            this.csr = w >>> 20;
            this.rd = Op.destination(Encoding.rd(w));
            this.source = (byte) Encoding.rs1(w);
            this.funct3 = Encoding.funct3(w);
        }

        @Override
        void execute(Hart h, long[] x) {
            int operation = funct3 & 3;
            boolean writes = operation == 1 || source != 0;
            if (writes && csr >>> 10 == 3) {
                throw h.illegalInstruction();
            }
            long old = h.csrs.read(csr);
            if (writes) {
                long operand = (funct3 & 4) != 0 ? source : x[source];
                long base = h.csrs.modifiable(csr, old);
                h.csrs.replace(
                        csr,
                        base,
                        switch (operation) {
                            case 1 -> operand;
                            case 2 -> base | operand;
                            default -> base & ~operand;
                        });
            }
            x[rd] = old;
        }
    }

    /** What is no instruction, or not one of ours. */
    static final class Illegal extends SystemTerminator {
        Illegal(Site site) {
            super(site);
        }

        @Override
        void execute(Hart h, long[] x) {
            throw h.illegalInstruction();
        }
    }
}
