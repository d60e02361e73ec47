package dev.slat.assembler;

import static dev.slat.assembler.OperandKind.ACCESSES;
import static dev.slat.assembler.OperandKind.F;
import static dev.slat.assembler.OperandKind.F_POPULAR;
import static dev.slat.assembler.OperandKind.SIGNED;
import static dev.slat.assembler.OperandKind.SIGNED_NOT_ZERO;
import static dev.slat.assembler.OperandKind.SIGNED_UPPER;
import static dev.slat.assembler.OperandKind.TARGET;
import static dev.slat.assembler.OperandKind.UNSIGNED;
import static dev.slat.assembler.OperandKind.UNSIGNED_NOT_ZERO;
import static dev.slat.assembler.OperandKind.X;
import static dev.slat.assembler.OperandKind.X_NOT_ZERO;
import static dev.slat.assembler.OperandKind.X_NOT_ZERO_OR_SP;
import static dev.slat.assembler.OperandKind.X_POPULAR;

import java.util.ArrayList;
import java.util.List;

/**
 * The operands of the instruction formats, each with the place of its bits in the instruction word
 * as the manual draws it: {@code "12|10:5@25"} means that bit 12 and bits 10 to 5 of the operand
 * stand side by side in the word, the last of them at bit 25.
 */
@SuppressWarnings("ImmutableEnumChecker") // its arrays never change
public enum Operand {
    RD(X, "4:0@7"),
    RS1(X, "4:0@15"),
    RS2(X, "4:0@20"),
    FD(F, "4:0@7"),
    FS1(F, "4:0@15"),
    FS2(F, "4:0@20"),
    FS3(F, "4:0@27"),
    RM(OperandKind.ROUNDING, "2:0@12"),
    AQRL(OperandKind.ORDERING, "1:0@25"),
    CSR(OperandKind.CSR, "11:0@20"),
    UIMM(UNSIGNED, "4:0@15"),
    SHAMT(UNSIGNED, "5:0@20"),
    SHAMT_W(UNSIGNED, "4:0@20"),
    KEY_ROUND(OperandKind.KEY_ROUND, "3:0@20"),
    BYTE_NUMBER(UNSIGNED, "1:0@30"),
    MOP_R(UNSIGNED, "4@30", "3:2@26", "1:0@20"),
    MOP_RR(UNSIGNED, "2@30", "1:0@26"),
    FLOAT_CONSTANT(UNSIGNED, "4:0@15"),
    PRED(ACCESSES, "3:0@24"),
    SUCC(ACCESSES, "3:0@20"),
    IMM_I(SIGNED, "11:0@20"),
    IMM_S(SIGNED, "11:5@25", "4:0@7"),
    IMM_B(TARGET, "12|10:5@25", "4:1|11@7"),
    IMM_U(UNSIGNED, "19:0@12"),
    IMM_J(TARGET, "20|10:1|11|19:12@12"),

    C_RD(X, "4:0@7"),
    C_RD_NZ(X_NOT_ZERO, "4:0@7"),
    C_RD_UPPER(X_NOT_ZERO_OR_SP, "4:0@7"),
    C_RS2(X, "4:0@2"),
    C_RS2_NZ(X_NOT_ZERO, "4:0@2"),
    C_RD_P(X_POPULAR, "2:0@7"),
    C_RS2_P(X_POPULAR, "2:0@2"),
    C_FD(F, "4:0@7"),
    C_FS2(F, "4:0@2"),
    C_FS2_P(F_POPULAR, "2:0@2"),
    C_IMM(SIGNED, "5@12", "4:0@2"),
    C_IMM_NZ(SIGNED_NOT_ZERO, "5@12", "4:0@2"),
    C_IMM_UPPER(SIGNED_UPPER, "5@12", "4:0@2"),
    C_SHAMT(UNSIGNED_NOT_ZERO, "5@12", "4:0@2"),
    C_IMM_4SPN(UNSIGNED_NOT_ZERO, "5:4|9:6|2|3@5"),
    C_IMM_16SP(SIGNED_NOT_ZERO, "9@12", "4|6|8:7|5@2"),
    C_IMM_W(UNSIGNED, "5:3@10", "2|6@5"),
    C_IMM_D(UNSIGNED, "5:3@10", "7:6@5"),
    C_IMM_BYTE(UNSIGNED, "0|1@5"),
    C_IMM_HALF(UNSIGNED, "1@5"),
    C_IMM_LWSP(UNSIGNED, "5@12", "4:2|7:6@2"),
    C_IMM_LDSP(UNSIGNED, "5@12", "4:3|8:6@2"),
    C_IMM_SWSP(UNSIGNED, "5:2|7:6@7"),
    C_IMM_SDSP(UNSIGNED, "5:3|8:6@7"),
    C_IMM_B(TARGET, "8|4:3@10", "7:6|2:1|5@2"),
    C_IMM_J(TARGET, "11|4|9:8|10|6|7|3:1|5@2");

    /** First of the eight registers that three bits can name. */
    private static final int FIRST_POPULAR = 8;

    private final OperandKind kind;
    private final int[] wordBits;
    private final int[] valueBits;
    private final int mask;
    private final long step;
    private final long min;
    private final long max;

    Operand(OperandKind kind, String... layout) {
        List<int[]> pairs = new ArrayList<>();
        for (String piece : layout) {
            addPiece(piece, pairs);
        }
        this.kind = kind;
        wordBits = pairs.stream().mapToInt(pair -> pair[0]).toArray();
        valueBits = pairs.stream().mapToInt(pair -> pair[1]).toArray();
        int places = 0;
        long values = 0;
        for (int i = 0; i < wordBits.length; i++) {
            places |= 1 << wordBits[i];
            values |= 1L << valueBits[i];
        }
        mask = places;
        step = Long.lowestOneBit(values);
        long base = kind.popular() ? FIRST_POPULAR : 0;
        min = kind.signed() ? -Long.highestOneBit(values) : base;
        max = kind.signed() ? values ^ Long.highestOneBit(values) : base + values;
    }

    private static void addPiece(String piece, List<int[]> pairs) {
        int at = piece.indexOf('@');
        List<Integer> bits = new ArrayList<>();
        for (String range : piece.substring(0, at).split("\\|", -1)) {
            int colon = range.indexOf(':');
            int high = Integer.parseInt(colon < 0 ? range : range.substring(0, colon));
            int low = colon < 0 ? high : Integer.parseInt(range.substring(colon + 1));
            for (int bit = high; bit >= low; bit--) {
                bits.add(bit);
            }
        }
        int place = Integer.parseInt(piece.substring(at + 1)) + bits.size();
        for (int bit : bits) {
            pairs.add(new int[] {--place, bit});
        }
    }

    /** What the operand's number stands for. */
    public OperandKind kind() {
        return kind;
    }

    /** The least number that fits the field. */
    public long min() {
        return min;
    }

    /** The greatest number that fits the field. */
    public long max() {
        return max;
    }

    /** The allowed numbers are multiples of this power of two. */
    public long step() {
        return step;
    }

    /** Whether the operand may have this value. */
    public boolean accepts(long value) {
        return value >= min && value <= max && (value & (step - 1)) == 0 && kind.accepts(value);
    }

    /** The word's bits that belong to this operand. */
    int mask() {
        return mask;
    }

    /** The operand's bits in the word; the value must be one that the operand accepts. */
    int encode(long value) {
        long field = kind.popular() ? value - FIRST_POPULAR : value;
        int word = 0;
        for (int i = 0; i < wordBits.length; i++) {
            word |= (int) (field >> valueBits[i] & 1) << wordBits[i];
        }
        return word;
    }

    /** The operand's value in a word. */
    long decode(int word) {
        long field = 0;
        for (int i = 0; i < wordBits.length; i++) {
            field |= (word >>> wordBits[i] & 1L) << valueBits[i];
        }
        if (kind.signed() && field > max) {
            field += 2 * min;
        }
        return kind.popular() ? field + FIRST_POPULAR : field;
    }
}
