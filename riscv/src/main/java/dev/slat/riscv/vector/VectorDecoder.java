package dev.slat.riscv.vector;

import org.jspecify.annotations.Nullable;

/** Decodes the vector extension (sections 5, 7, 10 and 19). Stateless. */
public final class VectorDecoder {
    private VectorDecoder() {}

    /** Whether a word under LOAD-FP or STORE-FP is a vector access: its width says so. */
    public static boolean isVectorAccess(int w) {
        return MemoryDecoder.isVector(w);
    }

    /** A load under LOAD-FP, or null if it is reserved. */
    public static @Nullable VectorInstruction load(int w) {
        return MemoryDecoder.decode(w, true);
    }

    /** A store under STORE-FP, or null if it is reserved. */
    public static @Nullable VectorInstruction store(int w) {
        return MemoryDecoder.decode(w, false);
    }

    /** An instruction under OP-V, or null if it is reserved. */
    public static @Nullable VectorInstruction arithmetic(int w) {
        return switch (Fields.funct3(w)) {
            case Fields.OPIVV, Fields.OPIVX, Fields.OPIVI -> IntegerDecoder.decode(w);
            case Fields.OPMVV, Fields.OPMVX -> MultiplyDecoder.decode(w);
            case Fields.OPFVV, Fields.OPFVF -> FloatVectorDecoder.decode(w);
            default -> ConfigOp.decode(w);
        };
    }
}
