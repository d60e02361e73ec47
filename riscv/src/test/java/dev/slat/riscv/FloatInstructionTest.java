package dev.slat.riscv;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.assembler.Csr;
import dev.slat.assembler.Extension;
import dev.slat.assembler.FloatRegister;
import dev.slat.assembler.Instruction;
import dev.slat.assembler.OperandKind;
import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.fp.FloatFlags;
import dev.slat.riscv.fp.NanBox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The F and D extensions as programs see them: decoding, registers, fcsr and sstatus.FS. */
@Timeout(60)
class FloatInstructionTest {
    private static final long BASE = 0x8000_0000L;
    private static final long DATA = BASE + 0x800;
    private static final int DYNAMIC = 7;
    private static final Isa GENERAL = Isa.parse("rv64gc");
    private static final long OFF = 0;
    private static final long CLEAN = 2 << 13;

    private final GuestMemory memory = GuestMemory.create();
    private final HostMapping mapping = HostMapping.anonymous(4 * HostMapping.PAGE);
    private final GuestView view = memory.attach();
    private final Hart hart = new Hart(0, view, new StopAtCall(), GENERAL);

    private static final class StopAtCall implements HartEnvironment {
        @Override
        public long time() {
            return 0;
        }

        @Override
        public long timeFrequency() {
            return 1_000_000;
        }

        @Override
        public void supervisorCall(Hart hart) {
            hart.stop();
        }
    }

    FloatInstructionTest() {
        memory.setRegion(Region.slot(0).at(BASE).backedBy(mapping));
        reset(CLEAN);
    }

    @AfterEach
    void close() {
        view.close();
        memory.close();
        mapping.close();
    }

    private void reset(long floatStatus) {
        hart.reset(BASE, 0, 0);
        hart.csrs.status |= floatStatus;
    }

    /** Runs a program to its end, or to its first trap: both are an {@code ecall}. */
    private void run(Assembler body) {
        Program program = body.ecall().align(8).label("trap").ecall().assemble();
        memory.write(BASE, MemorySegment.ofArray(program.bytes()));
        hart.csrs.stvec = program.address("trap");
        hart.run();
    }

    private void run(Instruction instruction, int rounding) {
        run(Assembler.at(BASE).emit(instruction, operands(instruction, rounding)));
    }

    /** Sources are registers 1, 2, 3 of their file, the result is register 10. */
    private static long[] operands(Instruction instruction, int rounding) {
        List<OperandKind> kinds = instruction.operands().stream().map(o -> o.kind()).toList();
        long[] values = new long[kinds.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (kinds.get(i)) {
                        case ROUNDING -> rounding;
                        case F, X -> i == 0 ? 10 : i;
                        case F_POPULAR, X_POPULAR -> 8 + i;
                        default -> 0;
                    };
        }
        return values;
    }

    /** 1.5d and 1.5s are numbers in a floating-point register; others stand for their bits. */
    private static long bits(String text) {
        String number = text.substring(0, text.length() - 1);
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Double.doubleToLongBits(Double.parseDouble(number));
            case 's' -> NanBox.box(Float.floatToIntBits(Float.parseFloat(number)));
            default -> Long.decode(text);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "FADD_D,    6.25d,  -2.5d, 0,     3.75d",
        "FSUB_D,    6.25d,  -2.5d, 0,     8.75d",
        "FMUL_D,    6.25d,  -2.5d, 0,     -15.625d",
        "FDIV_D,    6.25d,  -2.5d, 0,     -2.5d",
        "FSQRT_D,   6.25d,  0,     0,     2.5d",
        "FMADD_D,   6.25d,  2d,    1d,    13.5d",
        "FMSUB_D,   6.25d,  2d,    1d,    11.5d",
        "FNMSUB_D,  6.25d,  2d,    1d,    -11.5d",
        "FNMADD_D,  6.25d,  2d,    1d,    -13.5d",
        "FMIN_D,    6.25d,  -2.5d, 0,     -2.5d",
        "FMAX_D,    6.25d,  -2.5d, 0,     6.25d",
        "FSGNJ_D,   6.25d,  -2.5d, 0,     -6.25d",
        "FSGNJN_D,  6.25d,  -2.5d, 0,     6.25d",
        "FSGNJX_D,  -6.25d, -2.5d, 0,     6.25d",
        "FEQ_D,     6.25d,  6.25d, 0,     1",
        "FLT_D,     6.25d,  6.25d, 0,     0",
        "FLE_D,     6.25d,  6.25d, 0,     1",
        "FCLASS_D,  6.25d,  0,     0,     0x40",
        "FCVT_W_D,  -7d,    0,     0,     -7",
        "FCVT_WU_D, 0xfffffffep0d, 0, 0,  -2",
        "FCVT_L_D,  -0x1p60d, 0,   0,     -0x1000000000000000",
        "FCVT_LU_D, 0x1p63d, 0,    0,     -0x8000000000000000",
        "FCVT_D_W,  0x1fffffffe, 0, 0,    -2d",
        "FCVT_D_WU, 0x1fffffffe, 0, 0,    4294967294d",
        "FCVT_D_L,  -2,     0,     0,     -2d",
        "FCVT_D_LU, -0x8000000000000000, 0, 0, 0x1p63d",
        "FCVT_D_S,  1.5s,   0,     0,     1.5d",
        "FCVT_S_D,  1.5d,   0,     0,     1.5s",
        "FMV_X_D,   -2d,    0,     0,     -0x4000000000000000",
        "FMV_D_X,   0x3ff8000000000000, 0, 0, 1.5d",
    })
    void doublesAreComputed(Instruction instruction, String a, String b, String c, String result) {
        assertResult(instruction, a, b, c, result, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "FADD_S,    6.25s,  -2.5s, 0,     3.75s",
        "FSUB_S,    6.25s,  -2.5s, 0,     8.75s",
        "FMUL_S,    6.25s,  -2.5s, 0,     -15.625s",
        "FDIV_S,    6.25s,  -2.5s, 0,     -2.5s",
        "FSQRT_S,   6.25s,  0,     0,     2.5s",
        "FMADD_S,   6.25s,  2s,    1s,    13.5s",
        "FMSUB_S,   6.25s,  2s,    1s,    11.5s",
        "FNMSUB_S,  6.25s,  2s,    1s,    -11.5s",
        "FNMADD_S,  6.25s,  2s,    1s,    -13.5s",
        "FMIN_S,    6.25s,  -2.5s, 0,     -2.5s",
        "FMAX_S,    6.25s,  -2.5s, 0,     6.25s",
        "FSGNJ_S,   6.25s,  -2.5s, 0,     -6.25s",
        "FSGNJN_S,  6.25s,  -2.5s, 0,     6.25s",
        "FSGNJX_S,  -6.25s, -2.5s, 0,     6.25s",
        "FEQ_S,     6.25s,  6.25s, 0,     1",
        "FLT_S,     6.25s,  6.25s, 0,     0",
        "FLE_S,     6.25s,  6.25s, 0,     1",
        "FCLASS_S,  6.25s,  0,     0,     0x40",
        "FCVT_W_S,  -7s,    0,     0,     -7",
        "FCVT_WU_S, 0xffffff00p0s, 0, 0,  -0x100",
        "FCVT_L_S,  -0x1p60s, 0,   0,     -0x1000000000000000",
        "FCVT_LU_S, 0x1p63s, 0,    0,     -0x8000000000000000",
        "FCVT_S_W,  0x1fffffffe, 0, 0,    -2s",
        "FCVT_S_WU, 0x1ffffff00, 0, 0,    4294967040s",
        "FCVT_S_L,  -2,     0,     0,     -2s",
        "FCVT_S_LU, -0x8000000000000000, 0, 0, 0x1p63s",
        "FMV_X_W,   -2s,    0,     0,     -0x40000000",
        "FMV_W_X,   0x3fc00000, 0, 0,     1.5s",
        // A register that holds no boxed single reads as the canonical NaN; fmv.x.w takes the bits.
        "FMUL_S,    0x3fc00000, 1s, 0,    NaNs",
        "FSGNJ_S,   0x3fc00000, 0x3fc00000, 0, NaNs",
        "FMIN_S,    0x3fc00000, 1s, 0,    1s",
        "FCVT_D_S,  0x3fc00000, 0,  0,    NaNd",
        "FCLASS_S,  0x3fc00000, 0,  0,    0x200",
        "FMV_X_W,   0x3fc00000, 0,  0,    0x3fc00000",
    })
    void singlesAreComputed(Instruction instruction, String a, String b, String c, String result) {
        assertResult(instruction, a, b, c, result, 0);
    }

    private void assertResult(
            Instruction instruction, String a, String b, String c, String result, int fcsr) {
        hart.f[1] = bits(a);
        hart.f[2] = bits(b);
        hart.f[3] = bits(c);
        hart.x[1] = bits(a);
        run(instruction, 0);
        boolean toInteger = instruction.operands().getFirst().kind() == OperandKind.X;
        assertThat(toInteger ? hart.x[10] : hart.f[10]).isEqualTo(bits(result));
        assertThat(hart.csrs.scause).as("no trap").isZero();
        assertThat(hart.fcsr.bits()).as("exact").isEqualTo(fcsr);
    }

    @ParameterizedTest
    @CsvSource({
        "0,2.5d,2", "1,2.5d,2", "2,2.5d,2", "3,2.5d,3", "4,2.5d,3",
        "0,-2.5d,-2", "1,-2.5d,-2", "2,-2.5d,-3", "3,-2.5d,-2", "4,-2.5d,-3",
    })
    void roundingIsTheInstructionsOrThatOfFrm(int mode, String value, long expected) {
        hart.f[1] = bits(value);
        run(Instruction.FCVT_L_D, mode);
        assertThat(hart.x[10]).as("static").isEqualTo(expected);
        assertThat(hart.fcsr.flags).isEqualTo(FloatFlags.INEXACT);

        reset(CLEAN);
        hart.f[1] = bits(value);
        hart.x[11] = mode;
        long[] operands = operands(Instruction.FCVT_L_D, DYNAMIC);
        run(Assembler.at(BASE).csrw(Csr.FRM, A1).emit(Instruction.FCVT_L_D, operands));
        assertThat(hart.x[10]).as("dynamic").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void reservedDynamicRoundingIsIllegal(int frm) {
        hart.fcsr.setBits(frm << 5);
        run(Instruction.FADD_D, DYNAMIC);
        assertIllegal(Instruction.FADD_D.encode(operands(Instruction.FADD_D, DYNAMIC)));
        assertThat(hart.csrs.status & Csrs.FS).as("nothing was written").isEqualTo(CLEAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void reservedFrmDoesNotMatterToAStaticMode(int frm) {
        hart.fcsr.setBits(frm << 5);
        assertResult(Instruction.FMUL_D, "1.5d", "1.5d", "0", "2.25d", frm << 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void reservedStaticRoundingIsIllegal(int rounding) {
        for (Instruction each : floatInstructions().toList()) {
            if (each.operands().stream().anyMatch(o -> o.kind() == OperandKind.ROUNDING)) {
                int word = each.encode(operands(each, 0)) | rounding << 12;
                reset(CLEAN);
                run(Assembler.at(BASE).word(word));
                assertIllegal(word);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("floatInstructions")
    void everyInstructionIsIllegalWhileFloatingPointIsOff(Instruction instruction) {
        reset(OFF);
        run(instruction, 0);
        assertIllegal(instruction.encode(operands(instruction, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x001, 0x002, 0x003})
    void fcsrIsIllegalWhileFloatingPointIsOff(int csr) {
        reset(OFF);
        int word = csr << 20 | 2 << 12 | 10 << 7 | 0x73;
        run(Assembler.at(BASE).word(word));
        assertIllegal(word);
    }

    private void assertIllegal(int word) {
        assertThat(hart.csrs.scause).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
        assertThat(hart.csrs.stval).isEqualTo(Integer.toUnsignedLong(word));
    }

    @ParameterizedTest
    @CsvSource({
        "FADD_S,  true",
        "FMADD_D, true",
        "FSGNJ_D, true",
        "FMV_D_X, true",
        "FCVT_D_W, true",
        "FMV_X_D, false",
        "FMV_X_W, false",
        "FCLASS_D, false",
    })
    void statusIsDirtyOnceStateIsWritten(Instruction instruction, boolean dirty) {
        run(instruction, 0);
        assertThat(hart.csrs.status & Csrs.FS).isEqualTo(dirty ? Csrs.FS : CLEAN);
    }

    @Test
    void loadsAndStoresMoveBits() {
        memory.write(DATA, MemorySegment.ofArray(new long[] {0x7ff0_0000_0000_0001L, 0}));
        hart.x[11] = DATA;
        run(
                Assembler.at(BASE)
                        .fld(FloatRegister.FA0, 0, A1)
                        .flw(FloatRegister.FA1, 4, A1)
                        .fsd(FloatRegister.FA0, 16, A1)
                        .fsw(FloatRegister.FA0, 24, A1)
                        .fsd(FloatRegister.FA1, 32, A1));
        long[] after = new long[5];
        memory.read(DATA, MemorySegment.ofArray(after));
        assertThat(after[2]).as("signalling NaN").isEqualTo(after[0]);
        assertThat(after[3]).as("low half").isEqualTo(1);
        assertThat(after[4]).as("boxed").isEqualTo(0xffff_ffff_7ff0_0000L);
        assertThat(hart.csrs.status & Csrs.FS).isEqualTo(Csrs.FS);
    }

    @Test
    void storesLeaveTheStatusClean() {
        hart.x[11] = DATA;
        run(Assembler.at(BASE).fsd(FloatRegister.FA0, 0, A1).fsw(FloatRegister.FA0, 8, A1));
        assertThat(hart.csrs.status & Csrs.FS).isEqualTo(CLEAN);
    }

    @Test
    void failedLoadChangesNothing() {
        hart.x[11] = 0;
        hart.f[10] = 42;
        run(Assembler.at(BASE).fld(FloatRegister.FA0, 0, A1));
        assertThat(hart.csrs.scause).isEqualTo(Cause.LOAD_ACCESS);
        assertThat(hart.f[10]).isEqualTo(42);
        assertThat(hart.csrs.status & Csrs.FS).isEqualTo(CLEAN);
    }

    @Test
    void compressedLoadsAndStoresMoveDoubles() {
        memory.write(DATA, MemorySegment.ofArray(new long[] {0, 0x1122_3344_5566_7788L}));
        hart.x[2] = DATA;
        hart.x[11] = DATA;
        run(
                Assembler.at(BASE)
                        .emit(Instruction.C_FLD, 12, 8, 11)
                        .emit(Instruction.C_FSD, 12, 16, 11)
                        .emit(Instruction.C_FLDSP, 31, 16)
                        .emit(Instruction.C_FSDSP, 31, 24));
        long[] after = new long[4];
        memory.read(DATA, MemorySegment.ofArray(after));
        assertThat(after[2]).isEqualTo(after[1]);
        assertThat(after[3]).isEqualTo(after[1]);
    }

    @Test
    void flagsAccrueUntilTheProgramClearsThem() {
        hart.f[1] = bits("1d");
        hart.f[2] = bits("0d");
        hart.f[3] = bits("3d");
        run(
                Assembler.at(BASE)
                        .emit(Instruction.FDIV_D, 10, 1, 2, 0)
                        .emit(Instruction.FDIV_D, 10, 1, 3, 0)
                        .emit(Instruction.FSQRT_D, 10, 1, 0)
                        .csrrw(A0, Csr.FFLAGS, A1)
                        .emit(Instruction.FDIV_D, 10, 2, 2, 0));
        assertThat(hart.x[10]).isEqualTo(FloatFlags.DIVIDE_BY_ZERO | FloatFlags.INEXACT);
        assertThat(hart.fcsr.flags).isEqualTo(FloatFlags.INVALID);
    }

    @Test
    void fcsrIsFrmAndFflags() {
        hart.x[11] = 0x7ff;
        run(Assembler.at(BASE).csrw(Csr.FCSR, A1).csrr(A0, Csr.FCSR).csrr(A1, Csr.FRM));
        assertThat(hart.x[10]).isEqualTo(0xff);
        assertThat(hart.x[11]).isEqualTo(7);
        assertThat(hart.csrs.status & Csrs.FS).isEqualTo(Csrs.FS);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0400_0053, // fadd.h
                0x0600_0053, // fadd.q
                0x5a10_0053, // fsqrt.d with rs2
                0x4200_0053 | 1 << 20, // fcvt.d.d
                0x4010_0053 & ~(1 << 20), // fcvt.s.s
                0xd240_0053, // fcvt.d with an unknown integer type
                0xc240_0053, // fcvt to an unknown integer type
                0x2200_3053, // fsgnj with funct3 3
                0x2a00_2053, // fminm, of Zfa
                0xa200_3053, // comparison with funct3 3
                0xe210_0053, // fmvh.x.d, of Zfa
                0xf210_0053, // fli.d, of Zfa
                0x0400_0043, // fmadd.h
                0x0000_1007, // flh
                0x0000_4027, // fsq
            })
    void otherEncodingsAreIllegal(int word) {
        assertThat(new FloatDecoder(GENERAL).decode(word)).isNull();
        run(Assembler.at(BASE).word(word));
        assertIllegal(word);
    }

    private static Stream<Instruction> floatInstructions() {
        List<Instruction> compressed =
                List.of(
                        Instruction.C_FLD,
                        Instruction.C_FSD,
                        Instruction.C_FLDSP,
                        Instruction.C_FSDSP);
        return Arrays.stream(Instruction.values())
                .filter(
                        i ->
                                i.extension() == Extension.RV64F
                                        || i.extension() == Extension.RV64D
                                        || compressed.contains(i));
    }
}
