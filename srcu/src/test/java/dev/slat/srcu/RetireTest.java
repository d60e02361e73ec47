package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Links, and what becomes of the objects that they lose. */
@Timeout(60)
class RetireTest {
    private final Srcu srcu = Srcu.create("retire");
    private final List<String> reclaimed = Collections.synchronizedList(new ArrayList<>());

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the domain closes it
    void anArenaIsClosedAfterItsReadersHaveLeft() throws InterruptedException {
        Arena arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(8);
        try (Reader reader = srcu.register()) {
            Section section = reader.enter();
            srcu.retire(arena);
            assertThat(srcu.awaitCallbacks(Duration.ofMillis(20))).isFalse();
            memory.set(ValueLayout.JAVA_LONG, 0, 1); // fails on a closed arena
            section.close();
        }
        srcu.awaitCallbacks();
        assertThat(arena.scope().isAlive()).isFalse();
    }

    @Test
    void anObjectGoesToItsReclaimer() {
        Section section = srcu.enter();
        srcu.retire("object", reclaimed::add);
        section.close();
        srcu.awaitCallbacks();
        assertThat(reclaimed).containsExactly("object");
    }

    @Test
    void aCloseThatThrowsStopsNobody() {
        srcu.retire(
                () -> {
                    throw new java.io.IOException("expected by the test");
                });
        srcu.retire("next", reclaimed::add);
        srcu.awaitCallbacks();
        assertThat(reclaimed).containsExactly("next");
    }

    @Test
    void aLinkIsDereferencedInsideASectionOfItsDomainOnly() {
        SrcuRef<String> ref = new SrcuRef<>(srcu, "first");
        Srcu other = Srcu.create("other");
        Section open = srcu.enter();
        Section foreign = other.enter();
        assertThat(ref.dereference(open)).isEqualTo("first");
        ReaderTest.assertMisuse(
                () -> ref.dereference(foreign),
                "dereference in SRCU domain retire with a section of other");
        foreign.close();
        open.close();
        ReaderTest.assertMisuse(() -> ref.dereference(open), "that is closed");
        Reader reader = srcu.register();
        ReaderTest.assertMisuse(() -> ref.dereference(reader), "outside a section");
        try (var _ = reader.enter()) {
            assertThat(ref.dereference(reader)).isEqualTo("first");
        }
        reader.close();
        ReaderTest.assertMisuse(() -> ref.dereference(reader), "outside a section");
        Reader foreignReader = other.register();
        try (var _ = foreignReader.enter()) {
            ReaderTest.assertMisuse(() -> ref.dereference(foreignReader), "outside a section");
        }
    }

    @Test
    void replaceReturnsWhatWasThere() {
        SrcuRef<String> ref = new SrcuRef<>(srcu, "first");
        assertThat(ref.replace("second")).isEqualTo("first");
        assertThat(ref.get()).isEqualTo("second");
        assertThatThrownBy(() -> ref.replace(null)).isInstanceOf(NullPointerException.class);
        assertThat(ref.get()).isEqualTo("second");
    }

    @Test
    void replacedAndRetiredIsReclaimedWhenReadersHaveLeft() throws InterruptedException {
        SrcuRef<String> ref = new SrcuRef<>(srcu, "first");
        Handover held = srcu.down();
        ref.replaceAndRetire("second", reclaimed::add);
        ref.replaceAndRetire("third", reclaimed::add);
        assertThat(ref.dereference(held)).isEqualTo("third");
        assertThat(srcu.awaitCallbacks(Duration.ofMillis(20))).isFalse();
        assertThat(reclaimed).isEmpty();
        held.up();
        srcu.awaitCallbacks();
        assertThat(reclaimed).containsExactly("first", "second");
    }

    @Test
    void aRefusedRetirementReplacesNothing() {
        Srcu full = Srcu.builder("full").callbackLimit(1, Duration.ZERO).build();
        Handover held = full.down();
        full.call(() -> {});
        SrcuRef<String> ref = new SrcuRef<>(full, "first");
        assertThatThrownBy(() -> ref.replaceAndRetire("second", reclaimed::add))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(ref.get()).isEqualTo("first");
        held.up();
        full.awaitCallbacks();
        full.close();
        assertThatThrownBy(() -> ref.replaceAndRetire("second", reclaimed::add))
                .isInstanceOf(SrcuException.Closed.class);
        assertThat(ref.get()).isEqualTo("first");
        assertThat(reclaimed).isEmpty();
    }
}
