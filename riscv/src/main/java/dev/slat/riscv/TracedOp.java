package dev.slat.riscv;

/** An op that enters itself in the hart's {@link TraceRing} first; unlike others it has a place. */
final class TracedOp extends Op {
    private final Op op;
    private final TraceRing ring;
    private final int offset;
    private final int word;

    TracedOp(Op op, TraceRing ring, int offset, int word) {
        this.op = op;
        this.ring = ring;
        this.offset = offset;
        this.word = word;
    }

    @Override
    void run(Hart h, long[] x) {
        ring.add(h.pc + offset, word, h.privilege);
        op.run(h, x);
    }

    @Override
    Op again() {
        return op;
    }
}
