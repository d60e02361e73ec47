package dev.slat.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The encodings under OP-V that exist (vector specification 1.0, section 19), written down once
 * more, so that a mistake in the decoder does not hide itself.
 *
 * <p>Left out are the conversions that always cut off ({@code vfcvt.rtz.x.f.v} and its kind): qemu
 * 7.2 stops with an assertion of its own when it meets one.
 */
final class VectorEncodings {
    private static final int IVV = 0;
    private static final int FVV = 1;
    private static final int MVV = 2;
    private static final int IVI = 3;
    private static final int IVX = 4;
    private static final int FVF = 5;
    private static final int MVX = 6;

    /** Whether the vm bit is free. */
    enum Mask {
        ANY,
        ALWAYS,
        NEVER
    }

    /**
     * One instruction.
     *
     * @param unary the vs1 field of one that has no such operand, or -1
     * @param zeroSource whether the vs2 field must be zero
     */
    record Encoding(int funct3, int funct6, int unary, boolean zeroSource, Mask mask) {}

    private static final List<Encoding> ALL = all();

    private VectorEncodings() {}

    /** Whether a word under OP-V is one of those that stop qemu. */
    static boolean stopsQemu(int word) {
        boolean conversion = word >>> 26 == 0x12 && (word >>> 12 & 7) == FVV;
        return conversion && (word >>> 16 & 3) == 3;
    }

    static Encoding pick(RandomGenerator random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    private static List<Encoding> all() {
        List<Encoding> list = new ArrayList<>();
        integers(list);
        multiplications(list);
        floats(list);
        return List.copyOf(list);
    }

    private static void integers(List<Encoding> list) {
        add(list, IVV, 0, 2, 4, 5, 6, 7, 9, 0xa, 0xb, 0xc, 0xe, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d);
        add(list, IVV, 0x20, 0x21, 0x22, 0x23, 0x25, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d);
        add(list, IVV, 0x2e, 0x2f, 0x30, 0x31);
        add(list, IVX, 0, 2, 3, 4, 5, 6, 7, 9, 0xa, 0xb, 0xc, 0xe, 0xf, 0x18, 0x19, 0x1a, 0x1b);
        add(list, IVX, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x25, 0x27, 0x28, 0x29);
        add(list, IVX, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f);
        add(list, IVI, 0, 3, 9, 0xa, 0xb, 0xc, 0xe, 0xf, 0x18, 0x19, 0x1c, 0x1d, 0x1e, 0x1f);
        add(list, IVI, 0x20, 0x21, 0x25, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f);
        for (int form : new int[] {IVV, IVX, IVI}) {
            list.add(new Encoding(form, 0x10, -1, false, Mask.ALWAYS));
            list.add(new Encoding(form, 0x11, -1, false, Mask.ANY));
            list.add(new Encoding(form, 0x17, -1, false, Mask.ALWAYS));
            list.add(new Encoding(form, 0x17, -1, true, Mask.NEVER));
            if (form != IVI) {
                list.add(new Encoding(form, 0x12, -1, false, Mask.ALWAYS));
                list.add(new Encoding(form, 0x13, -1, false, Mask.ANY));
            }
        }
        for (int count : new int[] {1, 2, 4, 8}) {
            list.add(new Encoding(IVI, 0x27, count - 1, false, Mask.NEVER));
        }
    }

    private static void multiplications(List<Encoding> list) {
        int[] both = {
            8, 9, 0xa, 0xb, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x29, 0x2b, 0x2d, 0x2f,
            0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x3a, 0x3b, 0x3c, 0x3d, 0x3f
        };
        add(list, MVV, both);
        add(list, MVX, both);
        add(list, MVV, 0, 1, 2, 3, 4, 5, 6, 7);
        add(list, MVX, 0xe, 0xf, 0x3e);
        unary(list, MVV, 0x10, 0x10, 0x11);
        list.add(new Encoding(MVV, 0x10, 0, false, Mask.NEVER));
        list.add(new Encoding(MVX, 0x10, -1, true, Mask.NEVER));
        unary(list, MVV, 0x12, 2, 3, 4, 5, 6, 7);
        unary(list, MVV, 0x14, 1, 2, 3, 0x10);
        list.add(new Encoding(MVV, 0x14, 0x11, true, Mask.ANY));
        list.add(new Encoding(MVV, 0x17, -1, false, Mask.NEVER));
        for (int logical = 0x18; logical < 0x20; logical++) {
            list.add(new Encoding(MVV, logical, -1, false, Mask.NEVER));
        }
    }

    private static void floats(List<Encoding> list) {
        int[] both = {
            0, 2, 4, 6, 8, 9, 0xa, 0x18, 0x19, 0x1b, 0x1c, 0x20, 0x24, 0x28, 0x29, 0x2a, 0x2b, 0x2c,
            0x2d, 0x2e, 0x2f, 0x30, 0x32, 0x34, 0x36, 0x38, 0x3c, 0x3d, 0x3e, 0x3f
        };
        add(list, FVV, both);
        add(list, FVF, both);
        add(list, FVV, 1, 3, 5, 7, 0x31, 0x33);
        add(list, FVF, 0xe, 0xf, 0x1d, 0x1f, 0x21, 0x27);
        list.add(new Encoding(FVV, 0x10, 0, false, Mask.NEVER));
        list.add(new Encoding(FVF, 0x10, -1, true, Mask.NEVER));
        list.add(new Encoding(FVF, 0x17, -1, false, Mask.ALWAYS));
        list.add(new Encoding(FVF, 0x17, -1, true, Mask.NEVER));
        unary(list, FVV, 0x12, 0, 1, 2, 3, 8, 9, 0xa, 0xb, 0xc);
        unary(list, FVV, 0x12, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15);
        unary(list, FVV, 0x13, 0, 4, 5, 0x10);
    }

    private static void add(List<Encoding> list, int funct3, int... funct6) {
        for (int code : funct6) {
            list.add(new Encoding(funct3, code, -1, false, Mask.ANY));
        }
    }

    private static void unary(List<Encoding> list, int funct3, int funct6, int... selectors) {
        for (int selector : selectors) {
            list.add(new Encoding(funct3, funct6, selector, false, Mask.ANY));
        }
    }
}
