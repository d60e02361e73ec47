package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/**
 * Loads and stores of elements and of segments of them (sections 7.4 to 7.8): unit-stride, strided
 * or indexed. Element by element, field by field, so ordered accesses need no care of their own.
 *
 * <p>{@code vstart} counts up as it goes, so a trap leaves it at the element that trapped.
 */
final class ElementAccess extends VectorInstruction {
    /** How an element's address comes from the base in rs1. */
    enum Addressing {
        UNIT,
        STRIDED,
        INDEXED
    }

    private final int word;
    private final int data;
    private final int rs1;
    private final int source;
    private final boolean masked;
    private final boolean load;
    private final boolean faultOnlyFirst;
    private final Addressing addressing;
    private final int fields;

    /** The width that the encoding names: of the data, or of the indexes. */
    private final int eew;

    ElementAccess(int w, boolean load, Addressing addressing, boolean faultOnlyFirst, int eew) {
        this.word = w;
        this.data = Fields.vd(w);
        this.rs1 = Fields.vs1(w);
        this.source = Fields.vs2(w);
        this.masked = Fields.masked(w);
        this.load = load;
        this.faultOnlyFirst = faultOnlyFirst;
        this.addressing = addressing;
        this.fields = (w >>> 29) + 1;
        this.eew = eew;
    }

    /** The access, or null if a width is reserved. */
    static @Nullable ElementAccess decode(int w, boolean load, int eew) {
        return switch (w >>> 26 & 3) {
            case 0 ->
                    switch (Fields.vs2(w)) {
                        case 0 -> new ElementAccess(w, load, Addressing.UNIT, false, eew);
                        case 0x10 ->
                                load
                                        ? new ElementAccess(w, true, Addressing.UNIT, true, eew)
                                        : null;
                        default -> null;
                    };
            case 2 -> new ElementAccess(w, load, Addressing.STRIDED, false, eew);
            default -> new ElementAccess(w, load, Addressing.INDEXED, false, eew);
        };
    }

    /** Whether elements lie in memory as they do in the register. */
    private boolean isPlainRun() {
        return addressing == Addressing.UNIT && fields == 1 && !masked && !faultOnlyFirst;
    }

    private boolean isIndexed() {
        return addressing == Addressing.INDEXED;
    }

    @Override
    boolean isLegal(VectorUnit v) {
        int sew = v.type.sew();
        int lmul = v.type.lmul();
        int namedEmul = lmul + eew - sew;
        int emul = isIndexed() ? lmul : namedEmul;
        return !v.type.isIllegal()
                && Rules.isGroup(data, eew, emul)
                && fields * Rules.count(emul) <= 8
                && data + fields * Rules.count(emul) <= 32
                && !(load && masked && data == 0)
                && (!isIndexed() || areIndexesLegal(sew, lmul, namedEmul));
    }

    private boolean areIndexesLegal(int sew, int lmul, int emul) {
        if (!Rules.isGroup(source, eew, emul)) {
            return false;
        }
        if (!load) {
            return true;
        }
        return fields == 1
                ? Rules.mayOverlap(data, sew, lmul, source, eew, emul)
                : data + fields * Rules.count(lmul) <= source || source + Rules.count(emul) <= data;
    }

    @Override
    void execute(VectorUnit v, long[] x) {
        int width = isIndexed() ? v.type.sew() : eew;
        int group = Rules.count(isIndexed() ? v.type.lmul() : v.type.lmul() + eew - v.type.sew());
        long base = x[rs1];
        long stride = addressing == Addressing.STRIDED ? x[source] : (long) fields << width;
        int field = v.progress.begin(word, v.vstart, fields);
        if (isPlainRun()) {
            run(v, base);
        }
        for (; v.vstart < v.vl; v.vstart++) {
            int i = v.vstart;
            if (!masked || v.registers.bit(0, i)) {
                long address = base + (isIndexed() ? index(v, i) : i * stride);
                if (faultOnlyFirst && i > 0 && !isLoadable(v, address, width)) {
                    v.vl = i;
                    break;
                }
                access(v, address, i, field, width, group);
            }
            field = 0;
        }
        v.progress.forget();
    }

    private void run(VectorUnit v, long base) {
        if (load) {
            UnitRun.load(v, eew, data, base, v.vl);
        } else {
            UnitRun.store(v, eew, data, base, v.vl);
        }
    }

    private long index(VectorUnit v, int i) {
        return v.registers.get(eew, source, i) & (-1L >>> (Long.SIZE - (Byte.SIZE << eew)));
    }

    private boolean isLoadable(VectorUnit v, long address, int width) {
        int size = 1 << width;
        for (int field = 0; field < fields; field++) {
            if (!v.environment.isLoadable(address + (long) field * size, size)) {
                return false;
            }
        }
        return true;
    }

    private void access(VectorUnit v, long address, int i, int first, int width, int group) {
        int size = 1 << width;
        for (int field = first; field < fields; field++) {
            v.progress.at(i, field);
            int register = data + field * group;
            long at = address + (long) field * size;
            if (load) {
                v.registers.set(width, register, i, v.environment.load(at, size));
            } else {
                v.environment.store(at, size, v.registers.get(width, register, i));
            }
        }
    }
}
