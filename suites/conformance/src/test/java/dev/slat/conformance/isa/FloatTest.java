package dev.slat.conformance.isa;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.T0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.Operand;
import dev.slat.assembler.Register;
import dev.slat.assembler.Rounding;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * RV64F and RV64D at their corners; unprivileged manual, chapters F and D, and IEEE 754-2008. Flags
 * are NV 10, DZ 8, OF 4, UF 2, NX 1; a single stands in a register with ones above it.
 */
class FloatTest {
    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    /** Mnemonic, rounding, first, second and third source, result, flags; all numbers in hex. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    fadd.s,    RNE, ffffffff3f800000, ffffffff33800000, 0, ffffffff3f800000, 1
                    fadd.s,    RUP, ffffffff3f800000, ffffffff33800000, 0, ffffffff3f800001, 1
                    fadd.s,    RMM, ffffffff3f800000, ffffffff33800000, 0, ffffffff3f800001, 1
                    fadd.s,    RNE, ffffffff7f7fffff, ffffffff7f7fffff, 0, ffffffff7f800000, 5
                    fadd.s,    RTZ, ffffffff7f7fffff, ffffffff7f7fffff, 0, ffffffff7f7fffff, 5
                    fadd.s,    RNE, 000000003f800000, ffffffff3f800000, 0, ffffffff7fc00000, 0
                    fadd.d,    RNE, 7ff0000000000000, fff0000000000000, 0, 7ff8000000000000, 10
                    fadd.d,    RNE, 7ff0000000000001, 0,                0, 7ff8000000000000, 10
                    fadd.d,    RNE, fff8000000000123, 0,                0, 7ff8000000000000, 0
                    fadd.d,    RNE, 3ff0000000000000, bff0000000000000, 0, 0,                0
                    fadd.d,    RDN, 3ff0000000000000, bff0000000000000, 0, 8000000000000000, 0
                    fsub.d,    RNE, 8000000000000000, 0,                0, 8000000000000000, 0
                    fmul.d,    RNE, 0010000000000000, 3fe0000000000000, 0, 0008000000000000, 0
                    fmul.d,    RNE, 0000000000000001, 3fe0000000000000, 0, 0,                3
                    fmul.d,    RUP, 0000000000000001, 3fe0000000000000, 0, 0000000000000001, 3
                    fmul.d,    RNE, 7ff0000000000000, 0,                0, 7ff8000000000000, 10
                    fdiv.d,    RNE, 3ff0000000000000, 0,                0, 7ff0000000000000, 8
                    fdiv.d,    RNE, 3ff0000000000000, 8000000000000000, 0, fff0000000000000, 8
                    fdiv.d,    RNE, 0,                0,                0, 7ff8000000000000, 10
                    fdiv.s,    RNE, ffffffff3f800000, ffffffff40400000, 0, ffffffff3eaaaaab, 1
                    fdiv.s,    RTZ, ffffffff3f800000, ffffffff40400000, 0, ffffffff3eaaaaaa, 1
                    fsqrt.d,   RNE, bff0000000000000, 0,                0, 7ff8000000000000, 10
                    fsqrt.d,   RNE, 8000000000000000, 0,                0, 8000000000000000, 0
                    fsqrt.d,   RNE, 4000000000000000, 0,                0, 3ff6a09e667f3bcd, 1
                    fsqrt.s,   RNE, ffffffff40800000, 0,                0, ffffffff40000000, 0
                    fsgnj.d,   DYN, 3ff0000000000000, 8000000000000000, 0, bff0000000000000, 0
                    fsgnjn.d,  DYN, 3ff0000000000000, 8000000000000000, 0, 3ff0000000000000, 0
                    fsgnjx.d,  DYN, bff0000000000000, 8000000000000000, 0, 3ff0000000000000, 0
                    fsgnj.d,   DYN, 7ff0000000000001, 8000000000000000, 0, fff0000000000001, 0
                    fsgnj.s,   DYN, 0000000000000000, 0000000000000000, 0, ffffffff7fc00000, 0
                    fmin.d,    DYN, 0,                8000000000000000, 0, 8000000000000000, 0
                    fmax.d,    DYN, 8000000000000000, 0,                0, 0,                0
                    fmin.d,    DYN, 7ff8000000000000, 3ff0000000000000, 0, 3ff0000000000000, 0
                    fmin.d,    DYN, 7ff0000000000001, 3ff0000000000000, 0, 3ff0000000000000, 10
                    fmax.d,    DYN, 7ff8000000000001, fff8000000000000, 0, 7ff8000000000000, 0
                    feq.d,     DYN, 0,                8000000000000000, 0, 1,                0
                    feq.d,     DYN, 7ff8000000000000, 0,                0, 0,                0
                    feq.d,     DYN, 7ff0000000000001, 0,                0, 0,                10
                    flt.d,     DYN, 7ff8000000000000, 0,                0, 0,                10
                    fle.d,     DYN, 3ff0000000000000, 3ff0000000000000, 0, 1,                0
                    flt.d,     DYN, 8000000000000000, 0,                0, 0,                0
                    fclass.d,  DYN, fff0000000000000, 0,                0, 1,                0
                    fclass.d,  DYN, bff0000000000000, 0,                0, 2,                0
                    fclass.d,  DYN, 8000000000000001, 0,                0, 4,                0
                    fclass.d,  DYN, 8000000000000000, 0,                0, 8,                0
                    fclass.d,  DYN, 0,                0,                0, 10,               0
                    fclass.d,  DYN, 000fffffffffffff, 0,                0, 20,               0
                    fclass.d,  DYN, 3ff0000000000000, 0,                0, 40,               0
                    fclass.d,  DYN, 7ff0000000000000, 0,                0, 80,               0
                    fclass.d,  DYN, 7ff0000000000001, 0,                0, 100,              0
                    fclass.d,  DYN, 7ff8000000000000, 0,                0, 200,              0
                    fclass.s,  DYN, 000000003f800000, 0,                0, 200,              0
                    fcvt.w.d,  RTZ, c1e0000000000000, 0,                0, ffffffff80000000, 0
                    fcvt.w.d,  RTZ, 41e0000000000000, 0,                0, 7fffffff,         10
                    fcvt.w.d,  RTZ, 7ff8000000000000, 0,                0, 7fffffff,         10
                    fcvt.w.d,  RTZ, fff0000000000000, 0,                0, ffffffff80000000, 10
                    fcvt.wu.d, RTZ, bff0000000000000, 0,                0, 0,                10
                    fcvt.wu.d, RTZ, bfe0000000000000, 0,                0, 0,                1
                    fcvt.wu.d, RTZ, 41efffffffe00000, 0,                0, ffffffffffffffff, 0
                    fcvt.wu.d, RTZ, 7ff8000000000000, 0,                0, ffffffffffffffff, 10
                    fcvt.l.d,  RTZ, 43e0000000000000, 0,                0, 7fffffffffffffff, 10
                    fcvt.lu.d, RTZ, 43f0000000000000, 0,                0, ffffffffffffffff, 10
                    fcvt.w.d,  RNE, 4004000000000000, 0,                0, 2,                1
                    fcvt.w.d,  RMM, 4004000000000000, 0,                0, 3,                1
                    fcvt.w.d,  RDN, c004000000000000, 0,                0, fffffffffffffffd, 1
                    fcvt.s.d,  RNE, 3ff0000010000000, 0,                0, ffffffff3f800000, 1
                    fcvt.s.d,  RNE, 7ff0000000000001, 0,                0, ffffffff7fc00000, 10
                    fcvt.d.s,  DYN, ffffffff00000001, 0,                0, 36a0000000000000, 0
                    fcvt.d.s,  DYN, 0000000000000001, 0,                0, 7ff8000000000000, 0
                    fcvt.s.l,  RNE, 1000001,          0,                0, ffffffff4b800000, 1
                    fcvt.d.lu, RNE, ffffffffffffffff, 0,                0, 43f0000000000000, 1
                    fcvt.d.w,  DYN, ffffffff80000000, 0,                0, c1e0000000000000, 0
                    fcvt.d.wu, DYN, ffffffff80000000, 0,                0, 41e0000000000000, 0
                    fcvt.s.wu, RNE, ffffffff,         0,                0, ffffffff4f800000, 1
                    fmv.x.w,   DYN, 1234567880000000, 0,                0, ffffffff80000000, 0
                    fmv.w.x,   DYN, 1234567880000000, 0,                0, ffffffff80000000, 0
                    fmv.x.d,   DYN, 1234567880000000, 0,                0, 1234567880000000, 0
                    """)
    void results(
            String mnemonic,
            Rounding mode,
            String a,
            String b,
            String c,
            String want,
            String flags) {
        Instruction instruction = instruction(mnemonic);
        Assembler code = Guest.program().li(T0, hex(a)).fmvDX(FloatRegister.of(1), T0);
        code.li(T0, hex(b)).fmvDX(FloatRegister.of(2), T0);
        code.li(T0, hex(c)).fmvDX(FloatRegister.of(3), T0).li(T0, hex(a)).csrwi(Csr.FCSR, 0);
        code.emit(
                instruction,
                instruction.operands().stream().mapToLong(x -> operand(x, mode)).toArray());
        if (instruction.operands().getFirst() == Operand.FD) {
            code.fmvXD(A0, FloatRegister.FA0);
        }
        assertThat(guest.run(Guest.end(code.csrr(A1, Csr.FCSR))).get(A0)).isEqualTo(hex(want));
        assertThat(guest.get(A1)).as("fcsr").isEqualTo(hex(flags));
    }

    /** Mnemonic, the three sources, result; flags in hex. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    FMADD_D,  2,                   3,                   -1,       5,   0
                    FMSUB_D,  2,                   3,                   -1,       7,   0
                    FNMSUB_D, 2,                   3,                   -1,       -7,  0
                    FNMADD_D, 2,                   3,                   -1,       -5,  0
                    FMADD_D,  Infinity,            0,                   NaN,      NaN, 10
                    FMADD_D,  Infinity,            1,                   -Infinity, NaN, 10
                    FMADD_D,  1,                   1,                   NaN,      NaN, 0
                    FMADD_D,  0x1p1023,            2,                   -0x1p1023, 0x1p1023, 0
                    FMADD_D,  0x1.0000000000001p0, 0x1.0000000000001p0, -1,       0x1p-51, 1
                    FMADD_D, 0x1.0000001p0, 0x1.0000001p0, -0x1.0000002p0, 0x1p-56, 0
                    """)
    void fusedMultiplyAddRoundsOnce(
            Instruction instruction, double a, double b, double c, double want, String flags) {
        String[] bits =
                DoubleStream.of(a, b, c, want)
                        .mapToObj(x -> Long.toHexString(Double.doubleToLongBits(x)))
                        .toArray(String[]::new);
        results(instruction.mnemonic(), Rounding.RNE, bits[0], bits[1], bits[2], bits[3], flags);
    }

    private static long operand(Operand operand, Rounding mode) {
        return switch (operand) {
            case FS1 -> 1;
            case FS2 -> 2;
            case FS3 -> 3;
            case FD, RD -> A0.number();
            case RS1 -> T0.number();
            case RM -> mode.code();
            default -> throw new IllegalArgumentException(operand.toString());
        };
    }

    /** 1 + 2^-24 is half-way between two singles. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DYN")
    void theDynamicModeIsThatOfFrm(Rounding mode) {
        Assembler code = Guest.program().li(T0, 0x3f80_0000).fmvWX(FloatRegister.FT0, T0);
        code.li(T0, 0x3380_0000).fmvWX(FloatRegister.FT1, T0).csrwi(Csr.FRM, mode.code());
        code.faddS(FloatRegister.FT2, FloatRegister.FT0, FloatRegister.FT1, Rounding.DYN);
        long sum = guest.run(Guest.end(code.fmvXW(A0, FloatRegister.FT2))).get(A0);
        boolean up = mode == Rounding.RUP || mode == Rounding.RMM;
        assertThat(sum).isEqualTo(up ? 0x3f80_0001 : 0x3f80_0000);
    }

    @Test
    void flagsAccrueUntilTheyAreCleared() {
        FloatRegister one = FloatRegister.FT0;
        FloatRegister zero = FloatRegister.FT1;
        Assembler code = Guest.program().li(T0, 1).fcvtDL(one, T0, Rounding.RNE);
        code.fmvDX(zero, Register.ZERO).fdivD(FloatRegister.FT2, one, zero, Rounding.RNE);
        code.fdivD(FloatRegister.FT2, zero, zero, Rounding.RNE);
        code.faddD(FloatRegister.FT2, one, one, Rounding.RNE).csrrwi(A0, Csr.FFLAGS, 0);
        assertThat(guest.run(Guest.end(code.csrr(A1, Csr.FFLAGS))).get(A0)).isEqualTo(0x18);
        assertThat(guest.get(A1)).isZero();
    }

    @Test
    void aSingleLoadBoxesAndASingleStoreTakesTheLowHalf() {
        long data = Guest.RAM + 0x10000;
        guest.setDword(data, 0x1122_3344_5566_7788L).setDword(data + 8, -1);
        Assembler code = Guest.program().li(T0, data).flw(FloatRegister.FT0, 0, T0);
        code.fsd(FloatRegister.FT0, 8, T0).fld(FloatRegister.FT1, 0, T0);
        code.fsw(FloatRegister.FT1, 20, T0);
        guest.run(Guest.end(code)).get(A0);
        assertThat(guest.dword(data + 8)).isEqualTo(0xffff_ffff_5566_7788L);
        assertThat(guest.dword(data + 16)).isEqualTo(0x5566_7788L << 32);
    }

    private static Instruction instruction(String mnemonic) {
        return Instruction.valueOf(mnemonic.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
