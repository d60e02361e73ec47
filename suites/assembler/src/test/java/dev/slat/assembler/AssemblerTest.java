package dev.slat.assembler;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.ZERO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class AssemblerTest {
    private static final long BASE = 0x8000_0000L;

    @Test
    void branchesReachLabelsBeforeAndBehindThem() {
        Program program =
                Assembler.at(BASE)
                        .label("loop")
                        .addi(A0, A0, -1)
                        .beqz(A0, "out")
                        .j("loop")
                        .label("out")
                        .ret()
                        .assemble();
        assertThat(texts(program))
                .containsExactly(
                        "addi a0, a0, -1",
                        "beq a0, zero, .+8",
                        "jal zero, .-8",
                        "jalr zero, 0(ra)");
        assertThat(program.address("out")).isEqualTo(BASE + 12);
    }

    @Test
    void laMakesTheAddressOfALabelInBothDirections() {
        Assembler assembler = Assembler.at(BASE).label("first").la(A0, "last").zero(0x800);
        long from = assembler.here();
        Program program = assembler.la(A1, "first").label("last").assemble();
        assertThat(address(program, BASE)).isEqualTo(program.address("last"));
        assertThat(address(program, from)).isEqualTo(BASE);
    }

    @Test
    void dataIsLittleEndianAndAligned() {
        Program program =
                Assembler.at(BASE)
                        .byteValue(1)
                        .align(4)
                        .label("data")
                        .word(0x04030201)
                        .half(0x0605)
                        .align(8)
                        .dwordOf("data")
                        .assemble();
        assertThat(program.bytes())
                .containsExactly(
                        1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0x80, 0, 0, 0, 0);
    }

    @Property
    void liLoadsAnyConstant(@ForAll long value) {
        assertThat(loaded(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                2047,
                2048,
                -2048,
                -2049,
                0x7fff_ffffL,
                0x7fff_f800L,
                0x8000_0000L,
                -0x8000_0000L,
                0xffff_ffffL,
                0x7fff_ffff_ffff_ffffL,
                0x8000_0000_0000_0000L,
                0x8000_0000_0000_0001L,
                0xffff_ffff_0000_0000L,
                0x7fff_ffff_ffff_f800L
            })
    void liLoadsTheConstantsAtTheBordersOfItsSteps(long value) {
        assertThat(loaded(value)).isEqualTo(value);
    }

    @Test
    void aLabelThatIsMissingDoubledOrTooFarIsNamed() {
        assertThatThrownBy(() -> Assembler.at(BASE).j("nowhere").assemble())
                .isInstanceOf(AssemblyException.class)
                .hasMessage("label 'nowhere', used at 0x80000000, is not placed");
        assertThatThrownBy(() -> Assembler.at(BASE).label("a").label("a"))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("'a' is placed twice");
        assertThatThrownBy(
                        () -> Assembler.at(BASE).beqz(A0, "far").zero(4096).label("far").assemble())
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("'far' is too far")
                .hasMessageContaining("4100");
    }

    @Test
    void aCompressedInstructionTakesTwoBytes() {
        Program program =
                Assembler.at(BASE)
                        .emit(Instruction.C_LI, A0.number(), 5)
                        .emitTo("end", Instruction.C_J)
                        .add(A0, A0, ZERO)
                        .label("end")
                        .emit(Instruction.C_NOP)
                        .assemble();
        assertThat(program.size()).isEqualTo(10);
        assertThat(program.listing())
                .contains("80000000:  4515      c.li a0, 5")
                .contains("c.j .+6")
                .contains("end:");
    }

    /** The address that the auipc and addi at a place make. */
    private static long address(Program program, long at) {
        ByteBuffer code = ByteBuffer.wrap(program.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int auipc = code.getInt((int) (at - BASE));
        int addi = code.getInt((int) (at - BASE) + 4);
        return at + (auipc & 0xfffff000) + (addi >> 20);
    }

    /** What li leaves in its register, by the meaning of the instructions it emits. */
    private static long loaded(long value) {
        byte[] bytes = Assembler.at(0).li(A0, value).assemble().bytes();
        ByteBuffer code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long register = 0x5555;
        while (code.hasRemaining()) {
            int word = code.getInt();
            Instruction instruction = Instruction.decode(word).orElseThrow();
            long[] operands = instruction.operands(word);
            register =
                    switch (instruction) {
                        case LUI -> (int) (operands[1] << 12);
                        case ADDI -> (operands[1] == 0 ? 0 : register) + operands[2];
                        case ADDIW -> (int) (register + operands[2]);
                        case SLLI -> register << operands[2];
                        default -> throw new AssertionError(instruction);
                    };
        }
        return register;
    }

    private static String[] texts(Program program) {
        ByteBuffer code = ByteBuffer.wrap(program.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        String[] texts = new String[code.remaining() / 4];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Disassembler.text(code.getInt());
        }
        return texts;
    }
}
