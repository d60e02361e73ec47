package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/** A terminator that enters itself in the hart's {@link TraceRing} first. */
final class TracedTerminator extends Terminator {
    private final Terminator end;
    private final TraceRing ring;
    private final int offset;
    private final int word;

    TracedTerminator(Terminator end, TraceRing ring, int offset, int word) {
        this.end = end;
        this.ring = ring;
        this.offset = offset;
        this.word = word;
    }

    @Override
    int instructions() {
        return end.instructions();
    }

    @Override
    @Nullable Block run(Hart h, long[] x) {
        ring.add(h.pc + offset, word, h.privilege);
        return end.run(h, x);
    }
}
