package dev.slat.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class InstructionTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource(Instruction.class)
    void whatIsEncodedDecodesToTheSameInstructionAndOperands(Instruction instruction) {
        Random random = new Random(instruction.name().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            long[] operands = RandomOperands.of(instruction, random);
            int word = instruction.encode(operands);
            assertThat(matching(word)).as("%08x", word).containsExactly(instruction);
            assertThat(instruction.operands(word)).isEqualTo(operands);
            assertThat(Instruction.length(word)).isEqualTo(instruction.length());
        }
    }

    @Test
    void noCompressedWordHasTwoMeanings() {
        for (int word = 0; word <= 0xffff; word++) {
            if (Instruction.length(word) == 2) {
                assertThat(matching(word)).as("%04x", word).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void noRandomWordHasTwoMeanings() {
        Random random = new Random(1);
        for (int round = 0; round < 200_000; round++) {
            int word = random.nextInt();
            assertThat(matching(word)).as("%08x", word).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void theTableAgreesWithTheGnuAssembler() throws IOException {
        Set<Instruction> known =
                Arrays.stream(Instruction.values())
                        .filter(row -> !BinutilsAgreement.UNKNOWN.contains(row.extension()))
                        .collect(Collectors.toSet());
        assertThat(agreeing("gnu-as.tsv")).isEqualTo(known);
    }

    @Test
    void theRestAgreesWithTheManual() throws IOException {
        Set<Instruction> rest =
                Arrays.stream(Instruction.values())
                        .filter(row -> BinutilsAgreement.UNKNOWN.contains(row.extension()))
                        .collect(Collectors.toSet());
        assertThat(agreeing("manual.tsv")).isEqualTo(rest);
    }

    /** The instructions in a table of words and texts, each of which is found to be right. */
    private static Set<Instruction> agreeing(String table) throws IOException {
        Set<Instruction> seen = EnumSet.noneOf(Instruction.class);
        for (String line : lines(table)) {
            String[] fields = line.split("\t", 2);
            int word = Integer.parseUnsignedInt(fields[0], 16);
            assertThat(Disassembler.text(word)).isEqualTo(fields[1]);
            Instruction instruction = Instruction.decode(word).orElseThrow();
            assertThat(instruction.encode(instruction.operands(word))).isEqualTo(word);
            seen.add(instruction);
        }
        return seen;
    }

    private static List<String> lines(String name) throws IOException {
        try (BufferedReader table =
                new BufferedReader(
                        new InputStreamReader(
                                InstructionTest.class.getResourceAsStream(name),
                                StandardCharsets.UTF_8))) {
            return table.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-4098, -4095, 1, 4096})
    void aBranchDistanceOutOfRangeIsRefusedByValue(long distance) {
        assertThatThrownBy(() -> Instruction.BEQ.encode(1, 2, distance))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("beq: imm_b cannot be " + distance)
                .hasMessageContaining("-4096 to 4094 in steps of 2");
    }

    @Test
    void aMissingOperandIsRefused() {
        assertThatThrownBy(() -> Instruction.ADD.encode(1, 2))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("add takes 3 operands, not 2");
    }

    @Test
    void reservedWordsAreShownAsData() {
        assertThat(Disassembler.text(0)).isEqualTo(".half 0x0000");
        assertThat(Disassembler.text(0xffffffff)).isEqualTo(".word 0xffffffff");
        int reservedRounding = Instruction.FADD_S.encode(1, 2, 3, 0) | 5 << 12;
        assertThat(Instruction.decode(reservedRounding)).isEmpty();
    }

    private static List<Instruction> matching(int word) {
        return Arrays.stream(Instruction.values()).filter(row -> row.matches(word)).toList();
    }
}
