package dev.slat.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class VectorSequenceTest {
    private final VectorLayout layout = new VectorLayout(256);
    private final VectorGenerator generator = new VectorGenerator(new Random(1), layout);

    @Test
    void aReproducerReadsBackAsTheSameSequence() {
        for (int i = 0; i < 20; i++) {
            VectorSequence sequence = generator.next(50);
            VectorSequence read = VectorSequence.parse("# a comment\n\n" + sequence.text());
            assertThat(read).isEqualTo(sequence);
        }
    }

    /** Whatever loads, moves or computes an integer register: x31 is the pointer. */
    @Test
    void noSequenceWritesThePointer() {
        for (int i = 0; i < 100; i++) {
            generator
                    .next(50)
                    .units()
                    .forEach(unit -> assertThat(unit).noneMatch(VectorSequenceTest::isWrite));
        }
    }

    private static boolean isWrite(int word) {
        boolean pointer = (word >>> 7 & 31) == 31;
        int funct3 = word >>> 12 & 7;
        boolean integer =
                switch (word & 0x7f) {
                    case 0x57 -> funct3 == 7 || (funct3 == 2 && word >>> 26 == 0x10);
                    case 0x03, 0x13, 0x73 -> true;
                    default -> false;
                };
        return pointer && integer;
    }

    @Test
    void everyDifferenceOfTwoBlocksIsNamed() {
        byte[] bytes = new byte[layout.size()];
        bytes[VectorLayout.TABLE] = 1;
        bytes[VectorLayout.POINTER + VectorLayout.general(10)] = 2;
        bytes[VectorLayout.POINTER + VectorLayout.floating(31)] = 3;
        bytes[VectorLayout.POINTER + VectorLayout.control(3)] = 4;
        bytes[VectorLayout.POINTER + layout.vector(7) + 17] = 5;
        assertThat(layout.differences(bytes, new byte[layout.size()]))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("scratch-1024", "a0", "ft11", "vcsr", "v7+16");
    }
}
