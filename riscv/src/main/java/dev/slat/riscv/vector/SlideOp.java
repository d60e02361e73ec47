package dev.slat.riscv.vector;

/** {@code vslideup} and {@code vslidedown} (section 16.3.1 and 16.3.2). */
final class SlideOp extends VectorInstruction {
    private final int vd;
    private final int vs2;
    private final int rs1;
    private final boolean masked;
    private final boolean immediate;
    private final boolean up;

    SlideOp(int w, boolean up) {
        this.vd = Fields.vd(w);
        this.vs2 = Fields.vs2(w);
        this.rs1 = Fields.vs1(w);
        this.masked = Fields.masked(w);
        this.immediate = Fields.funct3(w) == Fields.OPIVI;
        this.up = up;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int lmul = v.type.lmul();
        return !v.type.isIllegal()
                && Rules.isAligned(vd | vs2, lmul)
                && !(masked && vd == 0)
                && (!up || vd != vs2);
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        long offset = immediate ? rs1 : x[rs1];
        boolean beyond = Long.compareUnsigned(offset, v.vlmax) >= 0;
        int distance = beyond ? v.vlmax : (int) offset;
        VectorRegisters r = v.registers;
        int sew = v.type.sew();
        for (int i = up ? Math.max(v.vstart, distance) : v.vstart; i < v.vl; i++) {
            if (masked && !r.bit(0, i)) {
                continue;
            }
            int from = up ? i - distance : i + distance;
            r.set(sew, vd, i, from < v.vlmax ? r.get(sew, vs2, from) : 0);
        }
    }
}
