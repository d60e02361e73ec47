package dev.slat.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes random sequences of vector instructions: types and lengths, arithmetic of all encodings
 * that exist and some that do not, accesses that stay in the scratch area. Most are legal; those
 * that are not are skipped where they run.
 */
final class VectorGenerator {
    private static final int OP_V = 0x57;
    private static final int LOAD_FP = 0x07;
    private static final int STORE_FP = 0x27;
    private static final int OPCFG = 7;
    private static final int UNMASKED = 1 << 25;

    private static final int VSTART = 0x008;
    private static final int VCSR = 0x00f;
    private static final int FFLAGS = 0x001;
    private static final int FRM = 0x002;

    /** The register that no instruction writes, and the last one that may be written. */
    private static final int POINTER = Block.POINTER.number();

    private static final int LAST_FREE = 30;

    private final RandomGenerator random;
    private final VectorLayout layout;

    VectorGenerator(RandomGenerator random, VectorLayout layout) {
        this.random = random;
        this.layout = layout;
    }

    VectorSequence next(int length) {
        List<List<Integer>> units = new ArrayList<>();
        units.add(List.of(setType()));
        for (int i = 1; i < length; i++) {
            units.add(unit());
        }
        return new VectorSequence(layout, VectorSequence.listOf(block()), units);
    }

    private byte[] block() {
        ByteBuffer bytes = ByteBuffer.allocate(layout.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int eew = 0; eew < 4; eew++) {
            bytes.position(eew * layout.indexBytes());
            for (int i = 0; i < layout.indexBytes() >> eew; i++) {
                int index = random.nextInt(256);
                switch (eew) {
                    case 0 -> bytes.put((byte) index);
                    case 1 -> bytes.putShort((short) index);
                    case 2 -> bytes.putInt(index);
                    default -> bytes.putLong(index);
                }
            }
        }
        bytes.position(VectorLayout.TABLE);
        while (bytes.position() < VectorLayout.POINTER + VectorLayout.control(0)) {
            bytes.putLong(corner());
        }
        bytes.putLong(random.nextInt(32) | random.nextInt(5) << 5);
        bytes.putLong(0).putLong(0).putLong(random.nextInt(8)).putLong(0);
        while (bytes.hasRemaining()) {
            bytes.putLong(corner());
        }
        return bytes.array();
    }

    /** Integers and floats of all widths. */
    private long corner() {
        return switch (random.nextInt(4)) {
            case 0 -> CornerValues.integer(random);
            case 1 -> CornerValues.floating(random);
            case 2 ->
                    CornerValues.floating(random) << 32
                            | (CornerValues.floating(random) & 0xffff_ffffL);
            default -> bytesOfCorners();
        };
    }

    private long bytesOfCorners() {
        int[] corners = {0, 1, 2, 0x7f, 0x80, 0x81, 0xfe, 0xff};
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | corners[random.nextInt(corners.length)];
        }
        return value;
    }

    private List<Integer> unit() {
        return switch (random.nextInt(20)) {
            case 0, 1 -> List.of(setType());
            case 2 -> random.nextInt(8) == 0 ? typeFromRegister() : List.of(setType());
            case 3 -> List.of(immediateCsr());
            case 4 -> List.of(reload());
            case 5, 6 -> withStart(unitStride());
            case 7 -> withStart(strided());
            case 8 -> withStart(indexed());
            case 9 -> withStart(withType(anyArithmetic()));
            default -> withStart(withType(arithmetic()));
        };
    }

    /**
     * Some begin with another element. Only the next instruction finds the new {@code vstart}: qemu
     * 7.2 looks at it when it translates, and takes it for that of all that follows. It dies of a
     * {@code vmv1r.v} that begins behind its registers.
     */
    private List<Integer> withStart(List<Integer> unit) {
        if (random.nextInt(25) != 0 || isWholeMove(unit.getLast())) {
            return unit;
        }
        List<Integer> longer = new ArrayList<>(unit);
        longer.add(unit.size() - 1, csrWriteImmediate(VSTART, random.nextInt(6)));
        longer.add(csrWriteImmediate(VSTART, 0));
        return longer;
    }

    private static boolean isWholeMove(int word) {
        return (word & 0x7f) == OP_V && word >>> 26 == 0x27 && (word >>> 12 & 7) == 3;
    }

    /**
     * Floating-point instructions bring a type with them: with SEW = 16 and no Zvfh, qemu 7.2
     * computes with half precision all the same. Only conversions between integers of 16 bits and
     * floats of 32 are legal there.
     */
    private List<Integer> withType(int word) {
        if (isWholeMove(word)) {
            // It depends on vtype, of which qemu 7.2 knows nothing.
            return List.of(setType(random.nextInt(4) << 3 | random.nextInt(4)), word);
        }
        int funct3 = word >>> 12 & 7;
        if (funct3 != 1 && funct3 != 5) {
            return List.of(word);
        }
        boolean conversion = word >>> 26 == 0x12 && funct3 == 1;
        int selector = word >>> 15 & 31;
        boolean halfIntegers = conversion && (selector >>> 1 == 5 || selector >>> 1 == 8);
        int sew = halfIntegers ? random.nextInt(1, 3) : random.nextInt(2, 4);
        int type = sew << 3 | random.nextInt(8) | random.nextInt(4) << 6;
        return List.of(setType(type), word);
    }

    private int setType() {
        return setType(random.nextInt(4) << 3 | random.nextInt(8) | random.nextInt(4) << 6);
    }

    private int setType(int type) {
        int rd = random.nextInt(LAST_FREE + 1);
        int source = random.nextInt(32);
        int word = OP_V | OPCFG << 12 | rd << 7 | source << 15;
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> word | 3 << 30 | type << 20;
            case 4, 5 -> (word & ~(31 << 15)) | type << 20;
            default -> word | type << 20;
        };
    }

    /** A type in a register, at times one that does not exist. */
    private List<Integer> typeFromRegister() {
        int rs2 = random.nextInt(1, LAST_FREE + 1);
        int rd = random.nextInt(LAST_FREE + 1);
        int word = OP_V | OPCFG << 12 | 0x40 << 25 | random.nextInt(32) << 15;
        return List.of(
                addImmediate(rs2, 0, random.nextInt(random.nextInt(4) == 0 ? 0x800 : 0x100)),
                word | rd << 7 | rs2 << 20,
                setType());
    }

    private int immediateCsr() {
        return switch (random.nextInt(4)) {
            case 0 -> csrWriteImmediate(FFLAGS, 0);
            case 1 -> csrWriteImmediate(FRM, random.nextInt(random.nextInt(4) == 0 ? 8 : 5));
            default -> csrWriteImmediate(VCSR, random.nextInt(8));
        };
    }

    private static int csrWriteImmediate(int csr, int value) {
        return csr << 20 | value << 15 | 5 << 12 | 0x73;
    }

    /** Loads a scalar from scratch memory: an integer or a float. */
    private int reload() {
        int offset = random.nextInt(-VectorLayout.REACH, VectorLayout.REACH - 7) & -8;
        boolean floating = random.nextBoolean();
        int rd = floating ? random.nextInt(32) : random.nextInt(1, LAST_FREE + 1);
        return offset << 20 | POINTER << 15 | 3 << 12 | rd << 7 | (floating ? LOAD_FP : 0x03);
    }

    private int addImmediate(int rd, int rs1, int value) {
        return value << 20 | rs1 << 15 | rd << 7 | 0x13;
    }

    private int vector() {
        int number = random.nextInt(32);
        return switch (random.nextInt(4)) {
            case 0 -> number;
            case 1 -> number & ~1;
            case 2 -> number & ~3;
            default -> number & ~7;
        };
    }

    private int mask() {
        return random.nextInt(3) == 0 ? 0 : UNMASKED;
    }

    private static int width(int eew) {
        return (eew == 0 ? 0 : eew + 4) << 12;
    }

    private int access(int eew, int base, int mop) {
        int fields = random.nextInt(3) == 0 ? random.nextInt(8) : 0;
        int opcode = random.nextBoolean() ? LOAD_FP : STORE_FP;
        return fields << 29 | mop << 26 | mask() | base << 15 | width(eew) | vector() << 7 | opcode;
    }

    private List<Integer> unitStride() {
        int base = random.nextInt(1, LAST_FREE + 1);
        int[] modes = {0, 0, 0, 0x10, 8, 0x0b, random.nextInt(32)};
        int mode = modes[random.nextInt(modes.length)];
        int word = access(random.nextInt(4), base, 0) | mode << 20;
        if (mode == 8 || mode == 0x0b) {
            word |= UNMASKED;
        }
        int offset = random.nextInt(-VectorLayout.REACH, VectorLayout.REACH - 256);
        return List.of(addImmediate(base, POINTER, offset), word);
    }

    private List<Integer> strided() {
        int base = random.nextInt(1, LAST_FREE);
        int eew = random.nextInt(4);
        int most = ((VectorLayout.REACH / layout.indexBytes()) << eew) - 1;
        int stride = random.nextInt(-most, most + 1);
        return List.of(
                addImmediate(base, POINTER, random.nextInt(-32, 32)),
                addImmediate(base + 1, 0, stride),
                access(eew, base, 2) | (base + 1) << 20);
    }

    /** The indexes come from the table, into a register group of eight. */
    private List<Integer> indexed() {
        int base = random.nextInt(1, LAST_FREE);
        int eew = random.nextInt(4);
        int indexes = random.nextInt(4) * 8;
        int table = -VectorLayout.POINTER + eew * layout.indexBytes();
        int load = 7 << 29 | UNMASKED | 8 << 20 | base << 15 | width(eew) | indexes << 7 | LOAD_FP;
        return List.of(
                csrWriteImmediate(VSTART, 0),
                addImmediate(base, POINTER, table),
                load,
                addImmediate(base, POINTER, random.nextInt(-VectorLayout.REACH, 512)),
                access(eew, base, random.nextBoolean() ? 1 : 3) | indexes << 20);
    }

    private int arithmetic() {
        VectorEncodings.Encoding encoding = VectorEncodings.pick(random);
        int word = OP_V | encoding.funct3() << 12 | encoding.funct6() << 26 | vector() << 7;
        int source = encoding.unary() >= 0 ? encoding.unary() : operand(encoding.funct3());
        int mask =
                switch (encoding.mask()) {
                    case ANY -> mask();
                    case ALWAYS -> 0;
                    case NEVER -> UNMASKED;
                };
        int second = encoding.zeroSource() ? 0 : vector();
        return protectPointer(word | source << 15 | second << 20 | mask);
    }

    private int operand(int funct3) {
        return funct3 <= 2 ? vector() : random.nextInt(32);
    }

    private int anyArithmetic() {
        int word = OP_V | random.nextInt(OPCFG) << 12 | random.nextInt(64) << 26;
        word |= vector() << 7 | vector() << 15 | vector() << 20 | mask();
        boolean compress = word >>> 26 == 0x17;
        boolean maskLogic = word >>> 29 == 3;
        if ((compress || maskLogic) && (word >>> 12 & 7) == 2) {
            word |= UNMASKED; // qemu 7.2 does not look at it there
        }
        return VectorEncodings.stopsQemu(word) ? setType() : protectPointer(word);
    }

    /** Some write an integer register: never the pointer. */
    private static int protectPointer(int word) {
        boolean toInteger = word >>> 26 == 0x10 && (word >>> 12 & 7) == 2;
        boolean pointer = (word >>> 7 & 31) == POINTER;
        return toInteger && pointer ? word ^ 1 << 7 : word;
    }
}
