package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.host.HostMapping;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class LifetimeTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x40_0000;

    private final HostMapping mapping = HostMapping.anonymous(PAGE);
    private final FakeHost host = new FakeHost().map(USER, mapping.hva(), PAGE);
    private final GuestMemory memory = GuestMemory.builder().hostSpace(host).build();

    @AfterEach
    void close() {
        memory.close();
        assertThat(host.retained(USER, PAGE)).isZero();
        mapping.close();
    }

    private void slot() {
        memory.setUserMemoryRegion(1, 0, 0, PAGE, USER);
    }

    @Test
    void limitsThatMakeNoSenseAreRefusedBeforeAnybodyHearsOfTheGuest() {
        FakeHost own = new FakeHost();
        for (var builder :
                new GuestMemoryBuilder[] {
                    GuestMemory.builder().addressBits(58),
                    GuestMemory.builder().addressSpaces(3),
                    GuestMemory.builder().userSlots(0),
                    GuestMemory.builder().privateSlots(32767),
                }) {
            assertThatThrownBy(() -> builder.hostSpace(own).build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(own::notifier).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void closingGivesEverythingBackOnce() {
        slot();
        assertThat(host.retained(USER, PAGE)).isEqualTo(1);
        memory.close();
        assertThat(host.retained(USER, PAGE)).isZero();
        assertThatThrownBy(host::notifier).isInstanceOf(java.util.NoSuchElementException.class);
        memory.close();
        assertThat(host.retained(USER, PAGE)).isZero();
    }

    @Test
    void closingWithAHartIsRefusedAndChangesNothing() {
        slot();
        try (GuestView view = memory.attach()) {
            assertThatThrownBy(memory::close).hasMessageContaining("1 harts");
            assertThat(translate(view, 0, true)).isEqualTo(mapping.hva());
            assertThat(host.notifier()).isNotNull();
            memory.setUserMemoryRegion(2, 0, PAGE, PAGE, USER);
        }
    }

    @Test
    void whatIsClosedTakesNoHartsAndNoSlots() {
        memory.close();
        assertThatThrownBy(memory::attach).hasMessageContaining("closed");
        assertThatThrownBy(this::slot).hasMessageContaining("closed");
        assertThat(memory.generation()).isNotNegative();
    }

    @Test
    void closingWaitsForAHostAccessThatIsUnderWay() throws InterruptedException {
        slot();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        host.hook =
                (address, write) -> {
                    inside.countDown();
                    Stage2Test.await(go);
                };
        Thread reader = Thread.ofPlatform().start(() -> memory.getIntVolatile(0));
        inside.await();
        Thread closer = Thread.ofPlatform().start(memory::close);
        assertThat(closer.join(Duration.ofMillis(50))).isFalse();
        assertThat(host.retained(USER, PAGE)).as("it may still be used").isEqualTo(1);
        go.countDown();
        reader.join();
        closer.join();
    }

    @Test
    void closingDoesNotWaitForAnInvalidationThatNobodyEnds() {
        slot();
        host.begin(USER, USER + PAGE);
        memory.close();
    }

    @Test
    void changesAndTheEndFromInsideAnAccessAreRefusedBeforeAnythingHasChanged() {
        slot();
        host.hook =
                (address, write) -> {
                    memory.deleteRegion(1); // a pager that does what it must not
                };
        assertThatThrownBy(() -> memory.read(0, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from inside a guest access");
        host.hook = (address, write) -> memory.close();
        assertThatThrownBy(() -> memory.read(0, MemorySegment.ofArray(new byte[1])))
                .hasMessageContaining("from inside a guest access");
        assertThat(memory.generation()).isEqualTo(1);
        assertThat(memory.isVisible(0)).isTrue();
    }

    @Test
    void aViewThatIsClosedTwiceOrInGuestModeHoldsNobodyUp() {
        slot();
        GuestView view = memory.attach();
        translate(view, 0, true);
        view.enterGuest();
        view.close();
        view.close();
        view.request(GuestView.FLUSH);
        view.awaitHandled(GuestView.FLUSH);
        memory.deleteRegion(1);
    }
}
