package dev.slat.machine.gdb;

import dev.slat.riscv.DebugRegisters;

import org.jspecify.annotations.Nullable;

/**
 * A hart's registers by GDB's numbers for RISC-V (GDB manual, "RISC-V Features"): x0 to x31, pc, f0
 * to f31, then the CSRs by theirs, then the mode.
 */
final class RegisterFile {
    static final int PC = 32;
    static final int FIRST_FLOAT = 33;
    static final int FIRST_CSR = 65;
    static final int PRIVILEGE = FIRST_CSR + 4096;
    private static final int FCSR = FIRST_CSR + 3;
    private static final int DIGITS = 16;

    private RegisterFile() {}

    /** The general packet: x0 to x31, pc, f0 to f31. */
    static String readAll(DebugRegisters hart) {
        StringBuilder all = new StringBuilder();
        for (int number = 0; number < FIRST_CSR; number++) {
            all.append(read(hart, number));
        }
        return all.toString();
    }

    /** Takes a general packet, which may end early. */
    static void writeAll(DebugRegisters hart, String digits) {
        for (int number = 0; number < FIRST_CSR; number++) {
            int at = DIGITS * number;
            if (at + DIGITS > digits.length()) {
                return;
            }
            write(hart, number, digits.substring(at, at + DIGITS));
        }
    }

    /** The register's digits, or null if the hart has none of that number. */
    static @Nullable String read(DebugRegisters hart, int number) {
        if (number < PC) {
            return Hex.register(hart.x(number), 8);
        }
        if (number == PC) {
            return Hex.register(hart.pc(), 8);
        }
        if (number < FIRST_CSR) {
            return Hex.register(hart.f(number - FIRST_FLOAT), 8);
        }
        if (number == PRIVILEGE) {
            return Hex.register(hart.privilege(), 8);
        }
        if (number > PRIVILEGE) {
            return null;
        }
        var value = hart.csr(number - FIRST_CSR);
        return value.isEmpty() ? null : Hex.register(value.getAsLong(), size(number));
    }

    /** False if there is no such register, or it cannot be written. */
    static boolean write(DebugRegisters hart, int number, String digits) {
        long value = Hex.register(digits);
        if (number < PC) {
            hart.setX(number, value);
        } else if (number == PC) {
            hart.setPc(value);
        } else if (number < FIRST_CSR) {
            hart.setF(number - FIRST_FLOAT, value);
        } else {
            return number < PRIVILEGE && hart.setCsr(number - FIRST_CSR, value);
        }
        return true;
    }

    /** Those of the floating-point unit have 32 bits in the description, the others 64. */
    private static int size(int number) {
        return number <= FCSR ? 4 : 8;
    }
}
