package dev.slat.conformance;

import static dev.slat.assembler.Instruction.ADDI;
import static dev.slat.assembler.Instruction.AMOMAXU_D;
import static dev.slat.assembler.Instruction.AMOMAXU_W;
import static dev.slat.assembler.Instruction.AMOSWAP_D;
import static dev.slat.assembler.Instruction.AMOSWAP_W;
import static dev.slat.assembler.Instruction.AUIPC;
import static dev.slat.assembler.Instruction.BEQ;
import static dev.slat.assembler.Instruction.BGEU;
import static dev.slat.assembler.Instruction.CLZW;
import static dev.slat.assembler.Instruction.CPOP;
import static dev.slat.assembler.Instruction.CPOPW;
import static dev.slat.assembler.Instruction.CSRRCI;
import static dev.slat.assembler.Instruction.CSRRS;
import static dev.slat.assembler.Instruction.CSRRSI;
import static dev.slat.assembler.Instruction.CSRRW;
import static dev.slat.assembler.Instruction.CSRRWI;
import static dev.slat.assembler.Instruction.CTZ;
import static dev.slat.assembler.Instruction.C_ADD;
import static dev.slat.assembler.Instruction.C_ADDI;
import static dev.slat.assembler.Instruction.C_ADDI4SPN;
import static dev.slat.assembler.Instruction.C_ADDW;
import static dev.slat.assembler.Instruction.C_BEQZ;
import static dev.slat.assembler.Instruction.C_BNEZ;
import static dev.slat.assembler.Instruction.C_FLD;
import static dev.slat.assembler.Instruction.C_FLDSP;
import static dev.slat.assembler.Instruction.C_FSDSP;
import static dev.slat.assembler.Instruction.C_J;
import static dev.slat.assembler.Instruction.C_JALR;
import static dev.slat.assembler.Instruction.C_JR;
import static dev.slat.assembler.Instruction.C_LDSP;
import static dev.slat.assembler.Instruction.C_MV;
import static dev.slat.assembler.Instruction.C_NOP;
import static dev.slat.assembler.Instruction.C_SD;
import static dev.slat.assembler.Instruction.C_SDSP;
import static dev.slat.assembler.Instruction.C_SLLI;
import static dev.slat.assembler.Instruction.FCVT_H_LU;
import static dev.slat.assembler.Instruction.FLD;
import static dev.slat.assembler.Instruction.FLH;
import static dev.slat.assembler.Instruction.FLW;
import static dev.slat.assembler.Instruction.FMADD_D;
import static dev.slat.assembler.Instruction.FMADD_S;
import static dev.slat.assembler.Instruction.FMV_D_X;
import static dev.slat.assembler.Instruction.FMV_W_X;
import static dev.slat.assembler.Instruction.FMV_X_H;
import static dev.slat.assembler.Instruction.FSD;
import static dev.slat.assembler.Instruction.FSH;
import static dev.slat.assembler.Instruction.FSW;
import static dev.slat.assembler.Instruction.JAL;
import static dev.slat.assembler.Instruction.JALR;
import static dev.slat.assembler.Instruction.LB;
import static dev.slat.assembler.Instruction.LR_D;
import static dev.slat.assembler.Instruction.LR_W;
import static dev.slat.assembler.Instruction.LUI;
import static dev.slat.assembler.Instruction.MUL;
import static dev.slat.assembler.Instruction.REMUW;
import static dev.slat.assembler.Instruction.SC_D;
import static dev.slat.assembler.Instruction.SC_W;
import static dev.slat.assembler.Instruction.SD;
import static dev.slat.assembler.Instruction.SH1ADD;
import static dev.slat.assembler.Instruction.SM3P1;
import static dev.slat.assembler.Instruction.SRAW;

import dev.slat.assembler.Instruction;
import dev.slat.assembler.Operand;
import dev.slat.assembler.OperandKind;
import dev.slat.assembler.Register;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes random sequences of user-mode instructions that always end: branches go forward, memory
 * accesses stay in the scratch area, {@link Block#POINTER} is never written, and what the manual
 * leaves to the implementation (reserved rounding modes, counters, a store between load-reserved
 * and store-conditional) does not occur.
 */
final class SequenceGenerator {
    private static final int POINTER = Block.POINTER.number();
    private static final int REACH = Block.REACH;

    /** Registers that a unit may use for its own address: x1 to x30. */
    private static final int LAST_FREE = 30;

    private static final int MAX_SKIP = 8;

    private static final Instruction[] INTEGER =
            union(EnumSet.of(LUI, AUIPC), EnumSet.range(ADDI, SRAW), EnumSet.range(MUL, REMUW));

    private static final Instruction[] FLOATING =
            union(EnumSet.range(FMADD_S, FMV_W_X), EnumSet.range(FMADD_D, FMV_D_X));

    /**
     * Bit manipulation and scalar cryptography, but ctzw: of a zero word qemu 7.2 counts on into
     * the upper half of the register.
     */
    private static final Instruction[] BITS =
            union(
                    EnumSet.range(SH1ADD, CTZ),
                    EnumSet.range(CPOP, CLZW),
                    EnumSet.range(CPOPW, SM3P1));

    private static final Instruction[] HALVES = union(EnumSet.range(FMV_X_H, FCVT_H_LU));

    private static final Instruction[] COMPRESSED =
            union(EnumSet.of(C_ADDI4SPN, C_SLLI, C_MV, C_ADD), EnumSet.range(C_NOP, C_ADDW));

    private static final Instruction[] ACCESSES =
            union(EnumSet.range(LB, SD), EnumSet.of(FLH, FSH, FLW, FSW, FLD, FSD));

    private static final Instruction[] COMPRESSED_ACCESSES = union(EnumSet.range(C_FLD, C_SD));

    private static final Instruction[] STACK_ACCESSES =
            union(EnumSet.range(C_FLDSP, C_LDSP), EnumSet.range(C_FSDSP, C_SDSP));

    private static final Instruction[] ATOMICS =
            union(EnumSet.range(AMOSWAP_W, AMOMAXU_W), EnumSet.range(AMOSWAP_D, AMOMAXU_D));

    private static final Instruction[] BRANCHES = union(EnumSet.range(BEQ, BGEU));

    private static final Set<Operand> DESTINATIONS =
            EnumSet.of(Operand.RD, Operand.C_RD, Operand.C_RD_NZ, Operand.C_RD_UPPER);

    private final RandomGenerator random;

    SequenceGenerator(RandomGenerator random) {
        this.random = random;
    }

    Sequence next(int length) {
        List<List<Step>> units = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            units.add(unit());
        }
        return new Sequence(block(), units);
    }

    private Block block() {
        ByteBuffer bytes = ByteBuffer.allocate(Block.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.position() < REACH) {
            bytes.putLong(CornerValues.integer(random));
        }
        while (bytes.position() < 2 * REACH) {
            bytes.putLong(CornerValues.floating(random));
        }
        for (int i = 1; i <= LAST_FREE; i++) {
            bytes.putLong(CornerValues.integer(random));
        }
        for (int i = 0; i < 32; i++) {
            bytes.putLong(CornerValues.floating(random));
        }
        bytes.putLong(random.nextInt(32) | (roundingMode() << 5));
        return new Block(bytes.array());
    }

    private List<Step> unit() {
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6 -> List.of(step(pick(INTEGER)));
            case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 -> List.of(step(pick(FLOATING)));
            case 17, 18, 19, 20 -> List.of(step(pick(COMPRESSED)));
            case 21, 22, 23, 24 -> List.of(access());
            case 25 -> compressedAccess();
            case 26 -> stackAccess();
            case 27 -> atomic();
            case 28 -> reservation();
            case 29 -> List.of(branch());
            case 30 -> jump();
            case 31, 32, 33, 34 -> List.of(step(pick(BITS)));
            case 35, 36, 37, 38 -> List.of(step(pick(HALVES)));
            default -> List.of(floatStatus());
        };
    }

    private Step access() {
        Instruction instruction = pick(ACCESSES);
        long offset = random.nextInt(-REACH, REACH - 7);
        return Step.of(instruction, operand(instruction.operands().getFirst()), offset, POINTER);
    }

    /** An address in a popular register, then the access at any of its offsets. */
    private List<Step> compressedAccess() {
        Instruction instruction = pick(COMPRESSED_ACCESSES);
        List<Operand> operands = instruction.operands();
        long base = operand(Operand.C_RD_P);
        long start = random.nextInt(-REACH, -7);
        return List.of(
                Step.of(ADDI, base, POINTER, start),
                Step.of(instruction, operand(operands.get(0)), operand(operands.get(1)), base));
    }

    private List<Step> stackAccess() {
        return List.of(
                Step.of(ADDI, Register.SP.number(), POINTER, -REACH), step(pick(STACK_ACCESSES)));
    }

    private List<Step> atomic() {
        Instruction instruction = pick(ATOMICS);
        long base = random.nextInt(1, LAST_FREE + 1);
        return List.of(
                address(base),
                Step.of(instruction, ordering(), operand(Operand.RD), operand(Operand.RS2), base));
    }

    /** A pair that succeeds, and at times a second store-conditional, which must fail. */
    private List<Step> reservation() {
        boolean doubleword = random.nextBoolean();
        Instruction store = doubleword ? SC_D : SC_W;
        long base = random.nextInt(1, LAST_FREE + 1);
        long loaded = (base + random.nextInt(1, LAST_FREE)) % (LAST_FREE + 1);
        long result = operand(Operand.RD);
        List<Step> steps = new ArrayList<>();
        steps.add(address(base));
        steps.add(Step.of(doubleword ? LR_D : LR_W, ordering(), loaded, base));
        steps.add(Step.of(store, ordering(), result, operand(Operand.RS2), base));
        if (result != base && random.nextBoolean()) {
            steps.add(Step.of(store, ordering(), operand(Operand.RD), operand(Operand.RS2), base));
        }
        return steps;
    }

    private Step address(long base) {
        return Step.of(ADDI, base, POINTER, random.nextInt(-REACH / 8, REACH / 8) * 8L);
    }

    private Step branch() {
        int skip = random.nextInt(1, MAX_SKIP);
        return switch (random.nextInt(4)) {
            case 0 -> Step.skipping(skip, C_BEQZ, operand(Operand.C_RD_P));
            case 1 -> Step.skipping(skip, C_BNEZ, operand(Operand.C_RD_P));
            default ->
                    Step.skipping(skip, pick(BRANCHES), operand(Operand.RS1), operand(Operand.RS2));
        };
    }

    /** Direct, or through a register that may have bit 0 set, which jalr clears. */
    private List<Step> jump() {
        int skip = random.nextInt(1, MAX_SKIP);
        long link = operand(Operand.RD);
        long base = random.nextInt(1, LAST_FREE + 1);
        return switch (random.nextInt(4)) {
            case 0 -> List.of(Step.skipping(skip, C_J));
            case 1 -> List.of(Step.skipping(skip, JAL, link));
            case 2 -> List.of(Step.of(AUIPC, base, 0), Step.of(JALR, link, 8 + bit(), base));
            default ->
                    List.of(
                            Step.of(AUIPC, base, 0),
                            Step.of(C_ADDI, base, 8),
                            Step.of(random.nextBoolean() ? C_JR : C_JALR, base));
        };
    }

    private Step floatStatus() {
        long rd = operand(Operand.RD);
        return switch (random.nextInt(6)) {
            case 0 -> Step.of(CSRRWI, rd, 2, roundingMode());
            case 1 -> Step.of(CSRRWI, rd, 3, random.nextInt(32));
            case 2 -> Step.of(CSRRW, rd, 1, operand(Operand.RS1));
            case 3 -> Step.of(CSRRSI, rd, 1, random.nextInt(32));
            case 4 -> Step.of(CSRRCI, rd, 1, random.nextInt(32));
            default -> Step.of(CSRRS, rd, random.nextInt(1, 4), 0);
        };
    }

    private Step step(Instruction instruction) {
        return Step.of(
                instruction, instruction.operands().stream().mapToLong(this::operand).toArray());
    }

    /** A value that the operand accepts, its extremes more often than by chance. */
    private long operand(Operand operand) {
        boolean register = operand.kind() == OperandKind.X || DESTINATIONS.contains(operand);
        long steps = (operand.max() - operand.min()) / operand.step();
        while (true) {
            long step =
                    switch (register ? 8 : random.nextInt(8)) {
                        case 0 -> 0;
                        case 1 -> steps;
                        default -> random.nextLong(steps + 1);
                    };
            long value = operand.min() + step * operand.step();
            boolean free = value != POINTER || !DESTINATIONS.contains(operand);
            if (free && operand.accepts(value)) {
                return value;
            }
        }
    }

    private long ordering() {
        return random.nextInt(4);
    }

    private int roundingMode() {
        return random.nextInt(5);
    }

    private int bit() {
        return random.nextInt(2);
    }

    private Instruction pick(Instruction[] pool) {
        return pool[random.nextInt(pool.length)];
    }

    @SafeVarargs
    private static Instruction[] union(EnumSet<Instruction>... parts) {
        EnumSet<Instruction> all = EnumSet.noneOf(Instruction.class);
        for (EnumSet<Instruction> part : parts) {
            all.addAll(part);
        }
        return all.toArray(Instruction[]::new);
    }
}
