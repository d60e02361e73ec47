package dev.slat.conformance.litmus;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A2;
import static dev.slat.assembler.Register.A3;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;

import dev.slat.assembler.Assembler;

/** SBI calls of the litmus guests; each writes a0 to a3, a6 and a7. */
final class SbiCalls {
    private static final long HSM = 0x48_534d;
    private static final long RFENCE = 0x5246_4e43;
    private static final long ALL_HARTS = -1;

    private SbiCalls() {}

    static void startHart(Assembler code, int hart, String entry) {
        code.li(A0, hart).la(A1, entry).li(A2, 0).li(A6, 0).li(A7, HSM).ecall();
    }

    static void remoteFenceI(Assembler code) {
        code.li(A0, 0).li(A1, ALL_HARTS).li(A6, 0).li(A7, RFENCE).ecall();
    }

    static void remoteSfenceVma(Assembler code, long address, long size) {
        code.li(A0, 0)
                .li(A1, ALL_HARTS)
                .li(A2, address)
                .li(A3, size)
                .li(A6, 1)
                .li(A7, RFENCE)
                .ecall();
    }
}
