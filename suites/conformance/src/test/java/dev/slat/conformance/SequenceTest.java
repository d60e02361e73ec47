package dev.slat.conformance;

import static dev.slat.assembler.Instruction.ADDI;
import static dev.slat.assembler.Instruction.BEQ;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class SequenceTest {
    @Test
    void aReproducerReadsBackAsTheSameSequence() {
        SequenceGenerator generator = new SequenceGenerator(new Random(1));
        for (int i = 0; i < 100; i++) {
            Sequence sequence = generator.next(100);
            Sequence read = Sequence.parse("# a comment\n\n" + sequence.text());
            assertThat(read.units()).isEqualTo(sequence.units());
            assertThat(read.start().bytes()).isEqualTo(sequence.start().bytes());
        }
    }

    @Test
    void noSequenceWritesThePointer() {
        SequenceGenerator generator = new SequenceGenerator(new Random(2));
        for (int i = 0; i < 100; i++) {
            for (List<Step> unit : generator.next(100).units()) {
                assertThat(unit).allSatisfy(step -> assertThat(written(step)).doesNotContain(31L));
            }
        }
    }

    private static List<Long> written(Step step) {
        return IntStream.range(0, step.operands().size())
                .filter(i -> step.instruction().operands().get(i).name().matches("(C_)?RD(_.*)?"))
                .filter(i -> !step.instruction().mnemonic().startsWith("c.j"))
                .mapToObj(step.operands()::get)
                .toList();
    }

    @Test
    void droppingAUnitKeepsTheTargetOfAJumpOverIt() {
        List<List<Step>> units = new ArrayList<>();
        units.add(List.of(Step.skipping(2, BEQ, 0, 0)));
        units.add(List.of(Step.of(ADDI, 5, 5, 1)));
        units.add(List.of(Step.of(ADDI, 5, 5, 2)));
        Sequence sequence = new Sequence(new Block(new byte[Block.SIZE]), units);
        assertThat(sequence.without(1).units().getFirst().getFirst().skip()).isEqualTo(1);
        assertThat(sequence.without(2).units().getFirst().getFirst().skip()).isEqualTo(2);
    }

    @Test
    void everyDifferenceOfTwoBlocksIsNamed() {
        byte[] bytes = new byte[Block.SIZE];
        bytes[0] = 1;
        bytes[Block.offsetOf(10) + Block.REACH] = 2;
        bytes[Block.offsetOfFloat(31) + Block.REACH] = 3;
        bytes[Block.offsetOfFcsr() + Block.REACH] = 4;
        assertThat(Block.differences(new Block(bytes), new Block(new byte[Block.SIZE])))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("scratch-256", "a0", "ft11", "fcsr");
    }
}
