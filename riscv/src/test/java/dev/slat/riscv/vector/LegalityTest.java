package dev.slat.riscv.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is reserved is illegal (vector specification, sections 3.4, 5.2, 7 and others). */
class LegalityTest {
    private static final int IVV = 0;
    private static final int FVV = 1;
    private static final int MVV = 2;
    private static final int IVI = 3;
    private static final int ADD = 0;
    private static final int WIDEN_ADD = 0x31;
    private static final int NARROW_SHIFT = 0x2c;

    private final TestUnit machine = new TestUnit().type(16, 1, 4);

    private void legal(int word) {
        assertThat(machine.isLegal(word)).isTrue();
    }

    private void illegal(int word) {
        assertThat(machine.isLegal(word)).isFalse();
    }

    @Test
    void groupsBeginAtAMultipleOfTheirSize() {
        legal(VectorCode.op(IVV, ADD, 2, 4, 6));
        illegal(VectorCode.op(IVV, ADD, 3, 4, 6));
        illegal(VectorCode.op(IVV, ADD, 2, 5, 6));
        illegal(VectorCode.op(IVV, ADD, 2, 4, 7));
    }

    @Test
    void aMaskedResultDoesNotLieOnTheMask() {
        illegal(VectorCode.masked(VectorCode.op(IVV, ADD, 0, 4, 6)));
        legal(VectorCode.op(IVV, ADD, 0, 4, 6));
        legal(VectorCode.masked(VectorCode.op(IVV, 0x18, 0, 4, 6)));
    }

    @Test
    void aWideResultOverlapsOnlyInItsUpperHalf() {
        legal(VectorCode.op(MVV, WIDEN_ADD, 4, 6, 8));
        illegal(VectorCode.op(MVV, WIDEN_ADD, 4, 4, 8));
        illegal(VectorCode.op(MVV, WIDEN_ADD, 6, 8, 10));
        machine.type(16, -1, 4);
        illegal(VectorCode.op(MVV, WIDEN_ADD, 4, 4, 8));
    }

    @Test
    void aNarrowResultOverlapsOnlyInTheLowerHalf() {
        legal(VectorCode.op(IVV, NARROW_SHIFT, 4, 4, 8));
        illegal(VectorCode.op(IVV, NARROW_SHIFT, 6, 4, 8));
    }

    @Test
    void groupsHaveEightRegistersAtMost() {
        machine.type(16, 3, 4);
        illegal(VectorCode.op(MVV, WIDEN_ADD, 8, 16, 24));
        legal(VectorCode.op(MVV, 0, 1, 8, 3)); // vredsum.vs: its result is one register
    }

    @Test
    void elementsHaveSixtyFourBitsAtMost() {
        machine.type(64, 0, 2);
        illegal(VectorCode.op(MVV, WIDEN_ADD, 4, 6, 8));
        illegal(VectorCode.op(IVV, 0x31, 4, 6, 8));
    }

    @Test
    void whatMovesElementsDoesNotOverlap() {
        illegal(VectorCode.op(IVI, 0x0e, 2, 2, 1));
        legal(VectorCode.op(IVI, 0x0f, 2, 2, 1));
        illegal(VectorCode.op(IVV, 0x0c, 2, 4, 2));
        illegal(VectorCode.op(MVV, 0x17, 2, 4, 3));
        illegal(VectorCode.op(MVV, 0x14, 2, 3, 0x10));
        illegal(VectorCode.op(MVV, 0x14, 2, 2, 1));
    }

    @Test
    void segmentsFitIntoEightRegistersAndTheFile() {
        legal(VectorCode.segment(4, VectorCode.load(16, 24, 1)));
        illegal(VectorCode.segment(5, VectorCode.load(16, 8, 1)));
        illegal(VectorCode.segment(4, VectorCode.load(16, 26, 1)));
        machine.type(8, 3, 4);
        illegal(VectorCode.load(16, 8, 1));
    }

    @Test
    void indexesDoNotOverlapLoadedSegments() {
        legal(VectorCode.indexed(VectorCode.load(16, 4, 1), 4));
        illegal(VectorCode.segment(2, VectorCode.indexed(VectorCode.load(16, 4, 1), 4)));
        illegal(VectorCode.indexed(VectorCode.load(8, 4, 1), 4));
        legal(VectorCode.indexed(VectorCode.load(8, 4, 1), 5));
    }

    @Test
    void accessesOfMoreThanSixtyFourBitsDoNotExist() {
        illegal(VectorCode.load(8, 2, 1) | 1 << 28);
    }

    @Test
    void floatsNeedAWidthAModeAndToBeOn() {
        illegal(VectorCode.op(FVV, ADD, 2, 4, 6));
        machine.type(32, 1, 4);
        legal(VectorCode.op(FVV, ADD, 2, 4, 6));
        machine.fcsr.rounding = 5;
        illegal(VectorCode.op(FVV, 0x08, 2, 4, 6));
        machine.fcsr.rounding = 0;
        machine.floatOff = true;
        illegal(VectorCode.op(FVV, ADD, 2, 4, 6));
    }

    @Test
    void integersOfSixteenBitsConvertToSingles() {
        legal(VectorCode.op(FVV, 0x12, 4, 8, 0x0b));
        legal(VectorCode.op(FVV, 0x12, 4, 8, 0x11));
        illegal(VectorCode.op(FVV, 0x12, 4, 8, 0x09));
        illegal(VectorCode.op(FVV, 0x12, 4, 8, 0x13));
    }

    @Test
    void whatCannotBeginInTheMiddleDoesNot() {
        for (int word :
                new int[] {
                    VectorCode.op(MVV, 0, 2, 4, 6),
                    VectorCode.op(MVV, 0x10, 2, 4, 0x10),
                    VectorCode.op(MVV, 0x14, 2, 4, 0x10),
                    VectorCode.op(MVV, 0x17, 2, 4, 1)
                }) {
            machine.unit.setVstart(1);
            illegal(word);
            machine.unit.setVstart(0);
            legal(word);
        }
    }

    @Test
    void maskLogicAndCompressAreNeverMasked() {
        illegal(VectorCode.masked(VectorCode.op(MVV, 0x19, 2, 4, 6)));
        illegal(VectorCode.masked(VectorCode.op(MVV, 0x17, 2, 4, 1)));
    }
}
