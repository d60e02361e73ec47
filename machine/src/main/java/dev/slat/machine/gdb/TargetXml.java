package dev.slat.machine.gdb;

import dev.slat.riscv.DebugRegisters;

/** The target description: which registers a hart has (GDB manual, "Target Descriptions"). */
final class TargetXml {
    private static final String[] X = {
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4",
        "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
        "t5", "t6"
    };

    private static final String[] F = {
        "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
        "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
        "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
    };

    private static final String[] FLOAT_STATE = {"fflags", "frm", "fcsr"};

    private final StringBuilder text = new StringBuilder();

    private TargetXml() {}

    /** The description of a hart like this one. */
    static String of(DebugRegisters hart) {
        return new TargetXml().describe(hart);
    }

    private String describe(DebugRegisters hart) {
        text.append(
                """
                <?xml version="1.0"?>
                <!DOCTYPE target SYSTEM "gdb-target.dtd">
                <target version="1.0">
                <architecture>riscv:rv64</architecture>
                <feature name="org.gnu.gdb.riscv.cpu">
                """);
        for (int i = 0; i < X.length; i++) {
            String type = i >= 1 && i <= 4 && i != 1 ? "data_ptr" : i == 1 ? "code_ptr" : "int";
            register(X[i], 64, i, type);
        }
        register("pc", 64, RegisterFile.PC, "code_ptr");
        next("org.gnu.gdb.riscv.fpu");
        text.append(
                """
                <union id="riscv_double">
                <field name="float" type="ieee_single"/>
                <field name="double" type="ieee_double"/>
                </union>
                """);
        for (int i = 0; i < F.length; i++) {
            register(F[i], 64, RegisterFile.FIRST_FLOAT + i, "riscv_double");
        }
        for (int i = 0; i < FLOAT_STATE.length; i++) {
            register(FLOAT_STATE[i], 32, RegisterFile.FIRST_CSR + 1 + i, "int");
        }
        next("org.gnu.gdb.riscv.csr");
        CsrNames.ALL.forEach(
                (number, name) -> {
                    if (hart.csr(number).isPresent()) {
                        register(name, 64, RegisterFile.FIRST_CSR + number, "int");
                    }
                });
        next("org.gnu.gdb.riscv.virtual");
        register("priv", 64, RegisterFile.PRIVILEGE, "int");
        return text.append("</feature>\n</target>\n").toString();
    }

    private void next(String feature) {
        text.append("</feature>\n<feature name=\"").append(feature).append("\">\n");
    }

    private void register(String name, int bits, int number, String type) {
        text.append(
                "<reg name=\"%s\" bitsize=\"%d\" regnum=\"%d\" type=\"%s\"/>\n"
                        .formatted(name, bits, number, type));
    }
}
