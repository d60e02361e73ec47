package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * One hart's decoded code, by host page.
 *
 * <p>An {@code fence.i} (or a change of memory slots) starts a new epoch; each page is compared
 * with its copy on its first use in an epoch, and decoded anew if it differs. So {@code fence.i}
 * costs a few hundred nanoseconds for each page in use, and stores cost nothing.
 */
final class CodeCache {
    /** Pages kept: 8 MiB of code, more than a busy kernel and its programs run in a time slice. */
    static final int MAX_PAGES = 2048;

    /**
     * Decoded ops kept, at some 40 bytes each with their place in a block. A guest that jumps to
     * every offset of every page would make a thousand times more blocks than it has code; so the
     * blocks are bounded too, and a hart costs the heap at most about 70 MiB.
     */
    static final int MAX_OPS = 1 << 20;

    /** What a block costs beside its ops, in ops. */
    private static final int BLOCK_COST = 4;

    private static final int TABLE = 2 * MAX_PAGES;

    private final Mmu mmu;
    private final BlockBuilder builder;

    /** Open addressing by hva, at most half full. */
    private final @Nullable CodePage[] pages = new CodePage[TABLE];

    private int count;
    private int ops;
    private long epoch;

    /** An empty cache of usual blocks, or of single instructions. */
    CodeCache(Mmu mmu, Isa isa, HartDebugger debugger, boolean single) {
        this.mmu = mmu;
        this.builder = new BlockBuilder(isa, debugger, single);
    }

    /** The block at virtual address {@code pc}; throws the trap of a fetch that fails. */
    Block lookup(long pc) {
        CodePage page = mmu.findCode(pc);
        if (page == null) {
            page = mmu.fetchCode(pc, this);
        }
        Block block = page.blocks[((int) pc >>> 1) & (CodePage.SIZE / 2 - 1)];
        return block != null ? block : blockAt(page, (int) pc & (CodePage.SIZE - 1));
    }

    /** The block at an offset in a page that is validated in this epoch. */
    Block blockAt(CodePage page, int offset) {
        Block block = page.blocks[offset >>> 1];
        if (block == null) {
            block = builder.build(page, offset);
            int cost = block.ops.length + BLOCK_COST;
            if (ops + cost > MAX_OPS) {
                drop();
            }
            ops += cost;
            page.blocks[offset >>> 1] = block;
        }
        return block;
    }

    /** The block at an offset, without the breakpoint that may stand there. */
    Block blockPast(CodePage page, int offset) {
        return builder.build(page, offset, offset + 2);
    }

    /** The first 16 bits at {@code pc}, the start of a page; throws the trap of the fetch. */
    int firstParcel(long pc) {
        CodePage page = mmu.findCode(pc);
        if (page == null) {
            page = mmu.fetchCode(pc, this);
        }
        return page.parcel((int) pc & (CodePage.SIZE - 1));
    }

    /** A block for an instruction whose second half is in the next page. */
    Block crossing(CodePage page, int secondHalf) {
        return builder.buildCrossing(page, secondHalf);
    }

    /** From now on every page is compared with memory before its next use. */
    void startEpoch() {
        epoch++;
        mmu.flushFetches();
    }

    /** The validated page at {@code hva}; inside a read section that covers its translation. */
    CodePage pageAt(long hva) {
        int i = slot(hva);
        CodePage page = pages[i];
        if (page != null && page.epoch != epoch) {
            if (page.isCurrent()) {
                page.epoch = epoch;
            } else {
                page = new CodePage(hva, epoch);
                pages[i] = page;
            }
        }
        return page != null ? page : add(hva);
    }

    /** A page of which only a part may be executed: made anew for each use, and not kept. */
    CodePage partOf(long hva, int start, int end) {
        return new CodePage(hva, epoch, start, end);
    }

    private CodePage add(long hva) {
        if (count == MAX_PAGES) {
            drop();
        }
        CodePage page = new CodePage(hva, epoch);
        pages[slot(hva)] = page;
        count++;
        return page;
    }

    /** Decoded ops in the cache, the cost of their blocks included. */
    int decodedOps() {
        return ops;
    }

    /** Forgets all decoded code. A page that runs at the moment is in use until it is left. */
    void drop() {
        Arrays.fill(pages, null);
        mmu.flushFetches();
        count = 0;
        ops = 0;
    }

    private int slot(long hva) {
        int i = (int) (((hva >>> 12) * 0x9E3779B97F4A7C15L) >>> 40) & (TABLE - 1);
        while (true) {
            CodePage page = pages[i];
            if (page == null || page.hva == hva) {
                return i;
            }
            i = (i + 1) & (TABLE - 1);
        }
    }
}
