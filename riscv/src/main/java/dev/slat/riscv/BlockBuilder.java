package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Cuts the code of a page into {@link Block}s. One hart's own. */
final class BlockBuilder {
    private static final int AUIPC = 0x17;
    private static final int BRANCH = 0x63;
    private static final int JALR = 0x67;
    private static final int JAL = 0x6f;
    private static final int SYSTEM = 0x73;
    private static final int MISC_MEM = 0x0f;

    private final Isa isa;
    private final Compressed compressed;
    private final Decoder decoder;
    private final HartDebugger debugger;

    /** Each instruction is a block, and breakpoints do not count: for single steps. */
    private final boolean single;

    private final int most;

    /** The block under construction. */
    private final Op[] ops = new Op[Block.MAX_OPS];

    private final short[] offsets = new short[Block.MAX_OPS + 1];
    private int count;

    BlockBuilder(Isa isa, HartDebugger debugger, boolean single) {
        this.isa = isa;
        this.compressed = new Compressed(isa);
        this.decoder = new Decoder(isa);
        this.debugger = debugger;
        this.single = single;
        this.most = single ? 1 : Block.MAX_OPS;
    }

    /** Decodes the block at a page offset. */
    Block build(CodePage page, int start) {
        return build(page, start, single ? CodePage.SIZE : start);
    }

    /** As {@link #build}, but breakpoints count only from a later offset on. */
    Block build(CodePage page, int start, int firstBreakpoint) {
        Breakpoints breakpoints = debugger.breakpoints();
        count = 0;
        int at = start;
        while (true) {
            offsets[count] = (short) (at - start);
            if (at == page.end || count == most) {
                return finish(page, start, Jumps.Go.cut(new Site(page, start, at - start, 0)), -1);
            }
            if (at >= firstBreakpoint && breakpoints.mayStandAt(at)) {
                Site site = new Site(page, start, at - start, 0);
                return finish(page, start, new BreakpointCheck(site), -1);
            }
            int parcel = page.parcel(at);
            boolean half = (parcel & 3) != 3;
            if (!half && at + 4 > page.end) {
                Site site = new Site(page, start, at - start, 0);
                return finish(page, start, new PageCrossing(site), -1);
            }
            int w = half ? compressed.expand(parcel) : page.instruction(at);
            int length = half ? 2 : 4;
            Op op = traced(straight(w, at - start), at - start, half ? parcel : w);
            if (op == null) {
                Site site = new Site(page, start, at - start, length);
                Terminator end = traced(terminator(site, w), at - start, half ? parcel : w);
                return finish(page, start, end, -1);
            }
            ops[count++] = op;
            at += length;
        }
    }

    /** A block of the one instruction that begins in the last parcel of a page. */
    Block buildCrossing(CodePage page, int secondHalf) {
        int start = page.end - 2;
        int w = page.parcel(start) | secondHalf << 16;
        count = 0;
        offsets[0] = 0;
        Op op = traced(straight(w, 0), 0, w);
        if (op == null) {
            Terminator end = terminator(new Site(page, start, 0, 4), w);
            return finish(page, start, traced(end, 0, w), secondHalf);
        }
        ops[count++] = op;
        offsets[1] = 4;
        return finish(page, start, Jumps.Go.cut(new Site(page, start, 4, 0)), secondHalf);
    }

    private Block finish(CodePage page, int start, Terminator end, int secondHalf) {
        return new Block(
                page,
                start,
                Arrays.copyOf(ops, count),
                end,
                Arrays.copyOf(offsets, count + 1),
                secondHalf);
    }

    private @Nullable Op traced(@Nullable Op op, int offset, int word) {
        TraceRing ring = debugger.ring();
        return op == null || ring == null ? op : new TracedOp(op, ring, offset, word);
    }

    private Terminator traced(Terminator end, int offset, int word) {
        TraceRing ring = debugger.ring();
        return ring == null ? end : new TracedTerminator(end, ring, offset, word);
    }

    private @Nullable Op straight(int w, int offset) {
        if (Encoding.opcode(w) == AUIPC) {
            return new ImmediateOps.Auipc(w, Encoding.immU(w) + offset);
        }
        return decoder.decode(w);
    }

    private Terminator terminator(Site site, int w) {
        Terminator end =
                switch (Encoding.opcode(w)) {
                    case BRANCH -> branch(site, w);
                    case JALR -> Encoding.funct3(w) == 0 ? new Jumps.Jalr(site, w) : null;
                    case JAL ->
                            Encoding.rd(w) == 0 ? Jumps.Go.jump(site, w) : new Jumps.Jal(site, w);
                    case SYSTEM -> system(site, w);
                    case MISC_MEM -> fenceOfInstructions(site, w);
                    default -> null;
                };
        if (end == null) {
            return new SystemTerminators.Illegal(site);
        }
        boolean transfer = Encoding.opcode(w) >= BRANCH && Encoding.opcode(w) <= JAL;
        return transfer && !isa.has(Extension.ZCA) ? aligned(end, w) : end;
    }

    private static Terminator aligned(Terminator transfer, int w) {
        boolean links = Encoding.opcode(w) != BRANCH;
        return new FetchAlignment(transfer, links ? Op.destination(Encoding.rd(w)) : Op.SINK);
    }

    private @Nullable Terminator fenceOfInstructions(Site site, int w) {
        boolean known = Encoding.funct3(w) == 1 && isa.has(Extension.ZIFENCEI);
        return known ? new SystemTerminators.FenceI(site) : null;
    }

    private static @Nullable Terminator branch(Site site, int w) {
        return switch (Encoding.funct3(w)) {
            case 0 -> new Branches.Beq(site, w);
            case 1 -> new Branches.Bne(site, w);
            case 4 -> new Branches.Blt(site, w);
            case 5 -> new Branches.Bge(site, w);
            case 6 -> new Branches.Bltu(site, w);
            case 7 -> new Branches.Bgeu(site, w);
            default -> null;
        };
    }

    private @Nullable Terminator system(Site site, int w) {
        if ((Encoding.funct3(w) & 3) != 0) {
            return new SystemTerminators.Csr(site, w);
        }
        return switch (w) {
            case 0x00000073 -> new SystemTerminators.Ecall(site);
            case 0x00100073 -> new SystemTerminators.Ebreak(site);
            case 0x10200073 -> new SystemTerminators.Sret(site);
            case 0x30200073 -> new SystemTerminators.Mret(site);
            case 0x10500073 -> new SystemTerminators.Wfi(site);
            case 0x00d00073, 0x01d00073 ->
                    isa.has(Extension.ZAWRS) ? new ReservationWait(site, w != 0x00d00073) : null;
            case 0x18000073, 0x18100073 ->
                    isa.has(Extension.SVINVAL) ? new SystemTerminators.SfenceInval(site) : null;
            default ->
                    switch (w & 0xfe007fff) {
                        case 0x12000073 -> new SystemTerminators.SfenceVma(site, w);
                        case 0x16000073 ->
                                isa.has(Extension.SVINVAL)
                                        ? new SystemTerminators.SfenceVma(site, w)
                                        : null;
                        default -> null;
                    };
        };
    }
}
