package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Large leaves over real pages that leave one by one. */
class LargePageTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final long LARGE = 2 << 20;

    @Test
    void faultOfANeighbourDoesNotBringAPageBackThatIsLeaving() throws IOException {
        byte[] out = new byte[(int) PAGE];
        try (HostMapping mapping =
                        HostMapping.of(LARGE)
                                .pagedBy(
                                        (offset, page) -> page.copyFrom(MemorySegment.ofArray(out)))
                                .map();
                GuestMemory memory = GuestMemory.create()) {
            for (long offset = 0; offset < LARGE; offset += PAGE) {
                mapping.resolve(offset, true);
            }
            memory.setRegion(Region.slot(1).backedBy(mapping));
            try (GuestView view = memory.attach()) {
                Window.putInt(translate(view, PAGE, true), 77);
                assertThat(memory.stage2().levelOf(0, 0)).isEqualTo(1);
                mapping.evictPage(
                        PAGE,
                        (offset, page) -> {
                            translate(view, 0, true); // a hart, while the page is on its way
                            MemorySegment.ofArray(out).copyFrom(page);
                        });
                assertThat(MemorySegment.ofArray(out).get(ValueLayout.JAVA_INT_UNALIGNED, 0))
                        .isEqualTo(77);
                assertThat(memory.stage2().levelOf(0, 1)).as("it has left").isNull();
                assertThat(Window.getInt(translate(view, PAGE, false))).isEqualTo(77);
            }
            memory.deleteRegion(1);
        }
    }
}
