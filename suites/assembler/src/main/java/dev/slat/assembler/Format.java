package dev.slat.assembler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operands of an instruction in the order and with the punctuation of assembly text. A word
 * that names an {@link Operand} stands for it; everything else stands for itself.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are unmodifiable
enum Format {
    NONE(""),
    REGISTER(" rd, rs1, rs2"),
    UNARY(" rd, rs1"),
    KEY_SCHEDULE(" rd, rs1, key_round"),
    BYTE_STEP(" rd, rs1, rs2, byte_number"),
    MAY_BE(".mop_r rd, rs1"),
    MAY_BE_TWO(".mop_rr rd, rs1, rs2"),
    CACHE_BLOCK(" (rs1)"),
    IMMEDIATE(" rd, rs1, imm_i"),
    SHIFT(" rd, rs1, shamt"),
    SHIFT_WORD(" rd, rs1, shamt_w"),
    LOAD(" rd, imm_i(rs1)"),
    STORE(" rs2, imm_s(rs1)"),
    BRANCH(" rs1, rs2, imm_b"),
    UPPER(" rd, imm_u"),
    JUMP(" rd, imm_j"),
    ACCESS_ORDER(" pred, succ"),
    CSR(" rd, csr, rs1"),
    CSR_IMMEDIATE(" rd, csr, uimm"),
    SOURCES(" rs1, rs2"),
    LOAD_RESERVED("aqrl rd, (rs1)"),
    ATOMIC("aqrl rd, rs2, (rs1)"),

    FLOAT_LOAD(" fd, imm_i(rs1)"),
    FLOAT_STORE(" fs2, imm_s(rs1)"),
    FLOAT_FUSED(" fd, fs1, fs2, fs3, rm"),
    FLOAT_BINARY(" fd, fs1, fs2, rm"),
    FLOAT_UNARY(" fd, fs1, rm"),
    FLOAT_SELECT(" fd, fs1, fs2"),
    FLOAT_COMPARE(" rd, fs1, fs2"),
    FLOAT_TO_INTEGER(" rd, fs1, rm"),
    FLOAT_TO_INTEGER_BITS(" rd, fs1"),
    INTEGER_TO_FLOAT(" fd, rs1, rm"),
    INTEGER_TO_FLOAT_BITS(" fd, rs1"),
    FLOAT_WIDEN(" fd, fs1"),
    FLOAT_CONSTANT(" fd, float_constant"),
    FLOAT_TO_MODULAR(" rd, fs1, rtz"),

    C_REGISTER(" c_rd_nz, c_rs2_nz"),
    C_JUMP_REGISTER(" c_rd_nz"),
    C_IMMEDIATE(" c_rd_nz, c_imm"),
    C_ADD_IMMEDIATE(" c_rd_nz, c_imm_nz"),
    C_AND_IMMEDIATE(" c_rd_p, c_imm"),
    C_UPPER(" c_rd_upper, c_imm_upper"),
    C_SHIFT_LEFT(" c_rd_nz, c_shamt"),
    C_SHIFT_RIGHT(" c_rd_p, c_shamt"),
    C_ARITHMETIC(" c_rd_p, c_rs2_p"),
    C_STACK_ADDRESS(" c_rs2_p, sp, c_imm_4spn"),
    C_STACK_ADJUST(" sp, c_imm_16sp"),
    C_LOAD_WORD(" c_rs2_p, c_imm_w(c_rd_p)"),
    C_LOAD_DOUBLE(" c_rs2_p, c_imm_d(c_rd_p)"),
    C_STORE_WORD(" c_rs2_p, c_imm_w(c_rd_p)"),
    C_STORE_DOUBLE(" c_rs2_p, c_imm_d(c_rd_p)"),
    C_FLOAT_LOAD_DOUBLE(" c_fs2_p, c_imm_d(c_rd_p)"),
    C_FLOAT_STORE_DOUBLE(" c_fs2_p, c_imm_d(c_rd_p)"),
    C_LOAD_WORD_SP(" c_rd_nz, c_imm_lwsp(sp)"),
    C_LOAD_DOUBLE_SP(" c_rd_nz, c_imm_ldsp(sp)"),
    C_FLOAT_LOAD_DOUBLE_SP(" c_fd, c_imm_ldsp(sp)"),
    C_STORE_WORD_SP(" c_rs2, c_imm_swsp(sp)"),
    C_STORE_DOUBLE_SP(" c_rs2, c_imm_sdsp(sp)"),
    C_FLOAT_STORE_DOUBLE_SP(" c_fs2, c_imm_sdsp(sp)"),
    C_LOAD_BYTE(" c_rs2_p, c_imm_byte(c_rd_p)"),
    C_LOAD_HALF(" c_rs2_p, c_imm_half(c_rd_p)"),
    C_UNARY(" c_rd_p"),
    C_BRANCH(" c_rd_p, c_imm_b"),
    C_JUMP(" c_imm_j");

    private final List<Operand> operands;
    private final List<Object> text;

    Format(String syntax) {
        List<Object> parts = new ArrayList<>();
        Map<String, Operand> byName = new TreeMap<>();
        for (Operand operand : Operand.values()) {
            byName.put(operand.name().toLowerCase(Locale.ROOT), operand);
        }
        Matcher words = Pattern.compile("[a-z][a-z0-9_]*|[^a-z]+").matcher(syntax);
        while (words.find()) {
            Operand operand = byName.get(words.group());
            parts.add(operand != null ? operand : words.group());
        }
        text = List.copyOf(parts);
        operands =
                parts.stream().filter(Operand.class::isInstance).map(Operand.class::cast).toList();
    }

    /** The operands in the order of assembly text. */
    List<Operand> operands() {
        return operands;
    }

    /** What follows the mnemonic, for a word of this format. */
    String text(int word) {
        StringBuilder line = new StringBuilder();
        for (Object part : text) {
            line.append(
                    part instanceof Operand operand
                            ? operand.kind().text(operand.decode(word))
                            : part);
        }
        return line.toString();
    }
}
