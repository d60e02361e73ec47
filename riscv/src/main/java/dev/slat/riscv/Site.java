package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

/**
 * Where a terminator stands.
 *
 * @param page the code page
 * @param start page offset of the block's first instruction
 * @param offset bytes from there to the terminator
 * @param length bytes of the terminator: 2, 4, or 0 if the block was only cut
 */
record Site(CodePage page, int start, int offset, int length) {
    /** Bytes from the block's start to the instruction behind the terminator. */
    int next() {
        return offset + length;
    }

    /** Bytes from the block's start to a target {@code displacement} bytes from the terminator. */
    int target(int displacement) {
        return offset + displacement;
    }

    /** Whether the instruction {@code delta} bytes from the block's start is in the same page. */
    boolean inPage(int delta) {
        int at = start + delta;
        return at >= page.start && at < page.end;
    }

    /** The block {@code delta} bytes from the start of this one, or null if in another page. */
    @Nullable Block link(Hart h, int delta) {
        return inPage(delta) ? h.code.blockAt(page, start + delta) : null;
    }
}
