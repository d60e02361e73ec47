package dev.slat.assembler;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The control and status registers that programs use (privileged manual, "CSR Listing"). One that
 * is not named here is written with its number through {@link Assembler#emit(Instruction,
 * long...)}.
 */
public enum Csr {
    FFLAGS(0x001),
    FRM(0x002),
    FCSR(0x003),
    VSTART(0x008),
    VXSAT(0x009),
    VXRM(0x00a),
    VCSR(0x00f),
    CYCLE(0xc00),
    TIME(0xc01),
    INSTRET(0xc02),
    VL(0xc20),
    VTYPE(0xc21),
    VLENB(0xc22),
    SSTATUS(0x100),
    SIE(0x104),
    STVEC(0x105),
    SCOUNTEREN(0x106),
    SENVCFG(0x10a),
    SSCRATCH(0x140),
    SEPC(0x141),
    SCAUSE(0x142),
    STVAL(0x143),
    SIP(0x144),
    STIMECMP(0x14d),
    SATP(0x180),
    MSTATUS(0x300),
    MISA(0x301),
    MEDELEG(0x302),
    MIDELEG(0x303),
    MIE(0x304),
    MTVEC(0x305),
    MCOUNTEREN(0x306),
    MSCRATCH(0x340),
    MEPC(0x341),
    MCAUSE(0x342),
    MTVAL(0x343),
    MIP(0x344),
    MENVCFG(0x30a),
    MCOUNTINHIBIT(0x320),
    PMPCFG0(0x3a0),
    PMPCFG2(0x3a2),
    PMPADDR0(0x3b0),
    PMPADDR1(0x3b1),
    PMPADDR2(0x3b2),
    PMPADDR15(0x3bf),
    TSELECT(0x7a0),
    TDATA1(0x7a1),
    MCYCLE(0xb00),
    MINSTRET(0xb02),
    MHPMCOUNTER3(0xb03),
    MVENDORID(0xf11),
    MHARTID(0xf14),
    MCONFIGPTR(0xf15);

    private static final Map<Long, Csr> BY_ADDRESS = new HashMap<>();

    static {
        for (Csr csr : values()) {
            BY_ADDRESS.put((long) csr.address, csr);
        }
    }

    private final int address;

    Csr(int address) {
        this.address = address;
    }

    /** The register's number, 0 to 0xfff. */
    public int address() {
        return address;
    }

    /** The name in assembly text: {@code sstatus}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the register with a number, or the number in hexadecimal. */
    static String text(long address) {
        Csr known = BY_ADDRESS.get(address);
        return known != null ? known.toString() : "0x" + Long.toHexString(address);
    }
}
