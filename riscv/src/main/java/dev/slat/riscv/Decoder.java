package dev.slat.riscv;

import dev.slat.riscv.vector.VectorDecoder;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Decodes straight-line instructions. One hart's decoder; equal encodings mostly share one op,
 * which keeps the ops in use small in the caches.
 */
final class Decoder {
    /** A kernel's hot paths use a few thousand different encodings. */
    private static final int CACHE = 1 << 13;

    private final Isa isa;
    private final FloatDecoder floats;
    private final BitDecoder bits;
    private final CryptoDecoder crypto;
    private final int[] cachedWords = new int[CACHE];
    private final @Nullable Op[] cachedOps = new Op[CACHE];

    Decoder(Isa isa) {
        this.isa = isa;
        this.floats = new FloatDecoder(isa);
        this.bits = new BitDecoder(isa);
        this.crypto = new CryptoDecoder(isa);
    }

    /** The op for a 32-bit encoding, or null if it is illegal or ends a block. */
    @Nullable Op decode(int w) {
        int i = (w * 0x9E3779B9) >>> 19;
        Op op = cachedOps[i];
        if (op == null || cachedWords[i] != w) {
            op = create(w);
            cachedOps[i] = op;
            cachedWords[i] = w;
        }
        return op;
    }

    private @Nullable Op create(int w) {
        return switch (Encoding.opcode(w)) {
            case 0x03 -> load(w);
            case 0x07, 0x27 -> isVectorAccess(w) ? VectorOp.decode(w) : floats.decode(w);
            case 0x43, 0x47, 0x4b, 0x4f, 0x53 -> floats.decode(w);
            case 0x57 -> isa.has(Extension.V) ? VectorOp.decode(w) : null;
            case 0x0f -> memory(w);
            case 0x13 -> withoutEffect(w) ? ImmediateOps.Nop.INSTANCE : anyImmediate(w);
            case 0x1b -> or(immediateWord(w), () -> bits.immediateWord(w));
            case 0x23 -> store(w);
            case 0x2f -> isa.has(Extension.A) ? AtomicDecoder.decode(isa, w) : null;
            case 0x33 -> anyRegister(w);
            case 0x37 -> new ImmediateOps.Li(w, Encoding.immU(w));
            case 0x3b -> or(registerWord(w), () -> bits.registerWord(w));
            case 0x73 -> mayBe(w);
            default -> null;
        };
    }

    private boolean isVectorAccess(int w) {
        return isa.has(Extension.V) && VectorDecoder.isVectorAccess(w);
    }

    private static @Nullable Op or(@Nullable Op op, Supplier<@Nullable Op> other) {
        return op != null ? op : other.get();
    }

    private @Nullable Op anyImmediate(int w) {
        return or(immediate(w), () -> or(bits.immediate(w), () -> crypto.immediate(w)));
    }

    private @Nullable Op anyRegister(int w) {
        return or(register(w), () -> or(bits.register(w), () -> crypto.register(w)));
    }

    private @Nullable Op memory(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> Fences.decode(w);
            case 2 -> CacheOps.decode(isa, w);
            default -> null;
        };
    }

    /** The may-be-operations {@code mop.r.n} and {@code mop.rr.n} (Zimop), which give zero. */
    private @Nullable Op mayBe(int w) {
        boolean known = (w & 0xb3c0707f) == 0x81c04073 || (w & 0xb200707f) == 0x82004073;
        return known && isa.has(Extension.ZIMOP) ? new ImmediateOps.Li(w, 0) : null;
    }

    private static boolean withoutEffect(int w) {
        return Encoding.rd(w) == 0 && Encoding.funct3(w) == 0;
    }

    private static @Nullable Op load(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new MemoryOps.Lb(w);
            case 1 -> new MemoryOps.Lh(w);
            case 2 -> new MemoryOps.Lw(w);
            case 3 -> new MemoryOps.Ld(w);
            case 4 -> new MemoryOps.Lbu(w);
            case 5 -> new MemoryOps.Lhu(w);
            case 6 -> new MemoryOps.Lwu(w);
            default -> null;
        };
    }

    private static @Nullable Op store(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new MemoryOps.Sb(w);
            case 1 -> new MemoryOps.Sh(w);
            case 2 -> new MemoryOps.Sw(w);
            case 3 -> new MemoryOps.Sd(w);
            default -> null;
        };
    }

    private static @Nullable Op immediate(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> addImmediate(w);
            case 1 -> w >>> 26 == 0 ? new ImmediateOps.Slli(w) : null;
            case 2 -> new ImmediateOps.Slti(w);
            case 3 -> new ImmediateOps.Sltiu(w);
            case 4 -> new ImmediateOps.Xori(w);
            case 5 ->
                    switch (w >>> 26) {
                        case 0 -> new ImmediateOps.Srli(w);
                        case 0x10 -> new ImmediateOps.Srai(w);
                        default -> null;
                    };
            case 6 -> new ImmediateOps.Ori(w);
            default -> new ImmediateOps.Andi(w);
        };
    }

    private static Op addImmediate(int w) {
        if (Encoding.rs1(w) == 0) {
            return new ImmediateOps.Li(w, Encoding.immI(w));
        }
        return Encoding.immI(w) == 0 ? new ImmediateOps.Mv(w) : new ImmediateOps.Addi(w);
    }

    private static @Nullable Op immediateWord(int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> Encoding.immI(w) == 0 ? new ImmediateOps.Sextw(w) : new ImmediateOps.Addiw(w);
            case 1 -> Encoding.funct7(w) == 0 ? new ImmediateOps.Slliw(w) : null;
            case 5 ->
                    switch (Encoding.funct7(w)) {
                        case 0 -> new ImmediateOps.Srliw(w);
                        case 0x20 -> new ImmediateOps.Sraiw(w);
                        default -> null;
                    };
            default -> null;
        };
    }

    private @Nullable Op register(int w) {
        return switch ((Encoding.funct7(w) << 3) | Encoding.funct3(w)) {
            case 0 -> Encoding.rs1(w) == 0 ? move(w) : new RegisterOps.Add(w);
            case 1 -> new RegisterOps.Sll(w);
            case 2 -> new RegisterOps.Slt(w);
            case 3 -> new RegisterOps.Sltu(w);
            case 4 -> new RegisterOps.Xor(w);
            case 5 -> new RegisterOps.Srl(w);
            case 6 -> new RegisterOps.Or(w);
            case 7 -> new RegisterOps.And(w);
            case 8 -> multiply(new MultiplyOps.Mul(w));
            case 9 -> multiply(new MultiplyOps.Mulh(w));
            case 10 -> multiply(new MultiplyOps.Mulhsu(w));
            case 11 -> multiply(new MultiplyOps.Mulhu(w));
            case 12 -> multiply(new MultiplyOps.Div(w));
            case 13 -> multiply(new MultiplyOps.Divu(w));
            case 14 -> multiply(new MultiplyOps.Rem(w));
            case 15 -> multiply(new MultiplyOps.Remu(w));
            case 0x100 -> new RegisterOps.Sub(w);
            case 0x105 -> new RegisterOps.Sra(w);
            default -> null;
        };
    }

    private @Nullable Op multiply(Op op) {
        return isa.has(Extension.M) ? op : null;
    }

    /** {@code add rd, x0, rs2}, which {@code c.mv} expands to, as {@code addi rd, rs2, 0}. */
    private static Op move(int w) {
        return new ImmediateOps.Mv((w & 0xf80) | (Encoding.rs2(w) << 15));
    }

    private @Nullable Op registerWord(int w) {
        return switch ((Encoding.funct7(w) << 3) | Encoding.funct3(w)) {
            case 0 -> new RegisterOps.Addw(w);
            case 1 -> new RegisterOps.Sllw(w);
            case 5 -> new RegisterOps.Srlw(w);
            case 8 -> multiply(new MultiplyOps.Mulw(w));
            case 12 -> multiply(new MultiplyOps.Divw(w));
            case 13 -> multiply(new MultiplyOps.Divuw(w));
            case 14 -> multiply(new MultiplyOps.Remw(w));
            case 15 -> multiply(new MultiplyOps.Remuw(w));
            case 0x100 -> new RegisterOps.Subw(w);
            case 0x105 -> new RegisterOps.Sraw(w);
            default -> null;
        };
    }
}
