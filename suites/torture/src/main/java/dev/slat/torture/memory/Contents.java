package dev.slat.torture.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the pages of a slot hold when a life begins. */
final class Contents {
    private static final int WORDS = (int) (Layout.PAGE / Long.BYTES);

    private Contents() {}

    /** A page of zeros. */
    static MemorySegment blank() {
        return MemorySegment.ofArray(new long[WORDS]);
    }

    /** The tag, and in the code page the code. */
    static MemorySegment of(long life, int slot, int page) {
        MemorySegment contents = blank();
        contents.set(ValueLayout.JAVA_LONG, Layout.TAG, Tag.of(life, slot, page));
        if (page == Layout.CODE_PAGE) {
            put(contents, Layout.CODE, GuestProgram.codeOf(life));
            for (int hart = 0; hart < Layout.MAX_HARTS; hart++) {
                put(contents, Layout.HART_CODE + hart * Layout.LINE, GuestProgram.unwrittenCode());
            }
        }
        return contents;
    }

    private static void put(MemorySegment contents, long offset, byte[] bytes) {
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, contents, offset, bytes.length);
    }
}
