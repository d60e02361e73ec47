package dev.slat.riscv.vector;

import java.util.List;

/** Logic on masks (section 15.1): bit by bit, never masked itself. */
final class MaskLogicalOp extends VectorInstruction {
    /** What the eight instructions compute, as bit pairs of vs2 (high) and vs1 select it. */
    enum Function {
        ANDN(0b0100),
        AND(0b1000),
        OR(0b1110),
        XOR(0b0110),
        ORN(0b1101),
        NAND(0b0111),
        NOR(0b0001),
        XNOR(0b1001);

        /** By the low bits of funct6. */
        private static final List<Function> BY_CODE = List.of(values());

        private final int table;

        Function(int table) {
            this.table = table;
        }

        static Function of(int code) {
            return BY_CODE.get(code);
        }
    }

    private final int vd;
    private final int vs2;
    private final int vs1;
    private final int table;

    MaskLogicalOp(int w, Function function) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.vs1 = Fields.vs1(w);
        this.table = function.table;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        return !v.type.isIllegal();
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        VectorRegisters r = v.registers;
        for (int i = v.vstart; i < v.vl; i++) {
            int pair = (r.bit(vs2, i) ? 2 : 0) | (r.bit(vs1, i) ? 1 : 0);
            r.setBit(vd, i, (table >> pair & 1) != 0);
        }
    }
}
