package dev.slat.machine.gdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** The CSRs that a debugger is told of, by the ISA's names, if the hart has them. */
final class CsrNames {
    /** By number. */
    static final Map<Integer, String> ALL = names();

    private CsrNames() {}

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new LinkedHashMap<>();
        add(names, 0x100, "sstatus");
        add(names, 0x104, "sie", "stvec", "scounteren");
        add(names, 0x10A, "senvcfg");
        add(names, 0x140, "sscratch", "sepc", "scause", "stval", "sip");
        add(names, 0x14D, "stimecmp");
        add(names, 0x180, "satp");
        add(names, 0x300, "mstatus", "misa", "medeleg", "mideleg", "mie", "mtvec", "mcounteren");
        add(names, 0x30A, "menvcfg");
        add(names, 0x320, "mcountinhibit");
        add(names, 0x340, "mscratch", "mepc", "mcause", "mtval", "mip");
        add(names, 0x3A0, "pmpcfg0");
        add(names, 0x3A2, "pmpcfg2");
        for (int i = 0; i < 16; i++) {
            add(names, 0x3B0 + i, "pmpaddr" + i);
        }
        add(names, 0xB00, "mcycle");
        add(names, 0xB02, "minstret");
        add(names, 0xC00, "cycle", "time", "instret");
        add(names, 0xF11, "mvendorid", "marchid", "mimpid", "mhartid");
        return names;
    }

    private static void add(Map<Integer, String> names, int first, String... inOrder) {
        for (int i = 0; i < inOrder.length; i++) {
            names.put(first + i, inOrder[i]);
        }
    }
}
