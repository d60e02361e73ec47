package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.bus.CoalescedRing;
import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostNotifier;
import dev.slat.srcu.Srcu;
import dev.slat.srcu.SrcuException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

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
    void creationThatFailsAnywhereLeavesNothingBehind() {
        List<Srcu> domains = new ArrayList<>();
        for (int point = 0; point < 4; point++) {
            int failing = point;
            int[] passed = {0};
            Runnable pass =
                    () -> {
                        if (passed[0]++ == failing) {
                            throw new OutOfMemoryError("injected at " + failing);
                        }
                    };
            FakeHost own =
                    new FakeHost() {
                        @Override
                        public void addNotifier(HostNotifier notifier) {
                            pass.run();
                            super.addNotifier(notifier);
                        }
                    };
            var builder =
                    GuestMemory.builder()
                            .hostSpace(own)
                            .parts(
                                    domain -> {
                                        pass.run();
                                        domains.add(domain.build());
                                        return domains.getLast();
                                    },
                                    () -> {
                                        pass.run();
                                        return CoalescedRing.create();
                                    });
            if (failing == 3) {
                builder.build().close(); // there are three points, and none failed
            } else {
                assertThatThrownBy(builder::build).hasMessage("injected at " + failing);
            }
            assertThatThrownBy(own::notifier).isInstanceOf(java.util.NoSuchElementException.class);
        }
        assertThat(domains).hasSize(3);
        assertThat(domains)
                .allSatisfy(
                        domain ->
                                assertThatThrownBy(domain::enter)
                                        .isInstanceOf(SrcuException.Closed.class));
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
    void closingWaitsForADeviceAccessThatIsUnderWayAndClosesItsDomain()
            throws InterruptedException {
        slot();
        DmaDomain device = memory.dmaDomain("nic");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        host.hook =
                (address, write) -> {
                    inside.countDown();
                    Stage2Test.await(go);
                };
        Thread reader = Thread.ofPlatform().start(() -> device.getIntAcquire(0));
        inside.await();
        Thread closer = Thread.ofPlatform().start(memory::close);
        assertThat(closer.join(Duration.ofMillis(50))).isFalse();
        assertThat(host.retained(USER, PAGE)).isEqualTo(1);
        go.countDown();
        reader.join();
        closer.join();
        host.hook = (address, write) -> {};
        assertThatThrownBy(() -> device.getIntAcquire(0)).isInstanceOf(RuntimeException.class);
        device.close(); // the second time
    }

    @Test
    void twoThreadsMayCloseAtOnce() throws InterruptedException {
        slot();
        List<Thread> closers = new ArrayList<>();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            closers.add(
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((thread, e) -> thrown.add(e))
                            .start(memory::close));
        }
        for (Thread closer : closers) {
            closer.join();
        }
        assertThat(thrown).isEmpty();
        assertThat(host.retained(USER, PAGE)).isZero();
    }

    @Test
    void closingUnderAHartThatRunsIsRefusedAndTheHartRunsOn() throws InterruptedException {
        slot();
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong translated = new AtomicLong();
        Thread hart =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (GuestView view = memory.attach()) {
                                        while (!stop.get()) {
                                            translate(view, 0, true);
                                            translated.incrementAndGet();
                                            running.countDown();
                                        }
                                    }
                                });
        running.await();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(memory::close).hasMessageContaining("1 harts");
        }
        long before = translated.get();
        while (translated.get() == before) {
            Thread.onSpinWait();
        }
        stop.set(true);
        hart.join();
        memory.close();
    }

    @Test
    void viewWithARingMayBeClosedAgainAfterTheMemory() {
        memory.enableDirtyRings(1024);
        GuestView view = memory.attach();
        view.close();
        memory.close();
        view.close();
    }

    @Test
    void hostThatRefusesAReleaseDoesNotKeepTheNotifier() {
        FakeHost own =
                new FakeHost() {
                    @Override
                    public synchronized void release(long userAddress, long bytes) {
                        throw new IllegalStateException("refused");
                    }
                };
        GuestMemory refused = GuestMemory.builder().hostSpace(own).build();
        refused.setUserMemoryRegion(1, 0, 0, PAGE, USER);
        assertThatThrownBy(refused::close).hasMessage("refused");
        assertThatThrownBy(own::notifier).isInstanceOf(java.util.NoSuchElementException.class);
        refused.close();
    }

    @Test
    void changeThatWaitsForLongForAReaderIsReported() throws InterruptedException {
        BlockingQueue<String> reports = new LinkedBlockingQueue<>();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeHost own = new FakeHost().map(USER, mapping.hva(), PAGE);
        own.hook =
                (address, write) -> {
                    inside.countDown();
                    Stage2Test.await(go);
                };
        try (GuestMemory slow =
                GuestMemory.builder()
                        .hostSpace(own)
                        .stallAfter(Duration.ofMillis(20))
                        .onStall(reports::add)
                        .build()) {
            slow.setUserMemoryRegion(1, 0, 0, PAGE, USER);
            Thread reader = Thread.ofPlatform().start(() -> slow.getIntVolatile(0));
            inside.await();
            Thread changer = Thread.ofPlatform().start(() -> slow.deleteRegion(1));
            assertThat(reports.poll(30, TimeUnit.SECONDS)).contains("guest memory", "waited");
            go.countDown();
            reader.join();
            changer.join();
        }
        assertThatThrownBy(() -> GuestMemory.builder().stallAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
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
