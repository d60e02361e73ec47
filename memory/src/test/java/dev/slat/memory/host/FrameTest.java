package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class FrameTest {
    private static final long PAGE = HostMapping.PAGE;

    private static MemorySegment page(long word) {
        MemorySegment page = MemorySegment.ofArray(new long[512]);
        page.set(ValueLayout.JAVA_LONG, 0, word);
        return page;
    }

    @Test
    void sharedPageIsReadInPlaceAndCopiedWhenItIsWritten() {
        try (FramePool pool = FramePool.create();
                HostMapping mapping = HostMapping.anonymous(3 * PAGE)) {
            Frame frame = pool.frame(page(7));
            for (int i = 0; i < 2; i++) {
                Window.putLong(mapping.hva() + i * PAGE, 7);
                assertThat(mapping.sharePage(i * PAGE, frame)).isTrue();
                assertThat(mapping.sharePage(i * PAGE, frame)).isFalse(); // already
            }
            assertThat(frame.uses()).isEqualTo(3);
            long code = mapping.resolve(0, false);
            assertThat(HostPage.isWritable(code)).isFalse();
            assertThat(HostPage.level(code)).isEqualTo(HostPage.LEVEL_4K);
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
            assertThat(HostPage.isWritable(mapping.resolve(0, true))).isTrue();
            Window.putLong(mapping.hva(), 8);
            assertThat(Window.getLong(mapping.hva() + PAGE)).isEqualTo(7);
            assertThat(frame.equalTo(page(7), 0)).isTrue();
            assertThat(frame.uses()).isEqualTo(2);
            frame.release();
        }
    }

    @Test
    void copyOutlivesItsFrame() {
        try (FramePool pool = FramePool.create();
                HostMapping mapping = HostMapping.anonymous(PAGE)) {
            Window.putLong(mapping.hva(), 7);
            Frame frame = pool.frame(page(7));
            assertThat(mapping.sharePage(0, frame)).isTrue();
            frame.release();
            assertThat(mapping.resolve(0, true)).isNotEqualTo(HostPage.FAULT);
            assertThat(pool.size()).isZero();
            Frame next = pool.frame(page(9)); // in the same place
            assertThat(Window.getLong(mapping.hva())).isEqualTo(7);
            next.release();
        }
    }

    @Test
    void otherContentsAreNotShared() {
        try (FramePool pool = FramePool.create();
                HostMapping mapping = HostMapping.anonymous(PAGE);
                HostMapping file = HostMapping.memfd("test", PAGE)) {
            Frame frame = pool.frame(page(7));
            assertThat(mapping.sharePage(0, frame)).isFalse();
            Window.putLong(file.hva(), 7);
            assertThat(file.sharePage(0, frame)).isFalse();
            assertThat(frame.uses()).isEqualTo(1);
            frame.release();
        }
    }

    @Test
    void everyWayOutOfASharedPageReturnsItsUseAndItsRoom() throws IOException {
        long before = ForeignPages.used();
        try (FramePool pool = FramePool.create()) {
            Frame frame = pool.frame(page(7));
            try (HostMapping mapping =
                    HostMapping.of(6 * PAGE).swappedBy((offset, page) -> {}).map()) {
                for (int i = 0; i < 6; i++) {
                    Window.putLong(mapping.hva() + i * PAGE, 7);
                    assertThat(mapping.sharePage(i * PAGE, frame)).isTrue();
                }
                assertThat(ForeignPages.used()).isEqualTo(before + 6);
                mapping.discard(0, PAGE);
                assertThat(Window.getLong(mapping.hva())).isZero();
                mapping.unmap(PAGE, PAGE);
                mapping.replacePage(2 * PAGE, page(8));
                assertThat(Window.getLong(mapping.hva() + 2 * PAGE)).isEqualTo(8);
                assertThat(mapping.evictPage(3 * PAGE, (offset, page) -> {})).isTrue();
                assertThat(mapping.resolve(4 * PAGE, true)).isNotEqualTo(HostPage.FAULT);
                assertThat(frame.uses()).isEqualTo(2);
                // A copy has its own memory, but still needs a kernel mapping of its own.
                assertThat(ForeignPages.used()).isEqualTo(before + 3);
                mapping.discard(2 * PAGE, 3 * PAGE);
                assertThat(Window.getLong(mapping.hva() + 2 * PAGE)).isZero();
                assertThat(Window.getLong(mapping.hva() + 4 * PAGE)).isZero();
                assertThat(ForeignPages.used()).isEqualTo(before + 1);
            }
            assertThat(frame.uses()).isEqualTo(1);
            frame.release();
            assertThatThrownBy(frame::release).isInstanceOf(IllegalStateException.class);
        }
        assertThat(ForeignPages.used()).isEqualTo(before);
    }

    @Test
    void poolInUseCannotBeClosed() {
        FramePool pool = FramePool.create();
        Frame frame = pool.frame(page(1));
        assertThatThrownBy(pool::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 frames");
        frame.release();
        pool.close();
        assertThatThrownBy(() -> pool.frame(page(1))).isInstanceOf(IllegalStateException.class);
    }
}
