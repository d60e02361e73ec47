package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.srcu.StallReport.Holder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Reports of grace periods that wait too long. */
@Timeout(60)
class StallTest {
    private final LinkedBlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();
    private final CountDownLatch leave = new CountDownLatch(1);
    private final Srcu srcu =
            Srcu.builder("stalled").stallAfter(Duration.ofMillis(20)).onStall(reports::add).build();

    private static void blockHereUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Holder only(StallReport report) {
        assertThat(report.holders()).hasSize(1);
        return report.holders().getFirst();
    }

    private static boolean isBlockedHere(List<StackTraceElement> stack) {
        return stack.stream().anyMatch(frame -> frame.getMethodName().equals("blockHereUntil"));
    }

    @Test
    void namesTheReaderItsThreadAndWhereItIs() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Background reader =
                Background.start(
                        "worker-7",
                        () -> {
                            try (Reader own = srcu.register("index reader");
                                    var _ = own.enter()) {
                                inside.countDown();
                                blockHereUntil(leave);
                            }
                        });
        inside.await();
        Background updater = Background.start(srcu::synchronize);
        StallReport report = reports.take();
        Holder holder = only(report);
        assertThat(report.domain()).isEqualTo("stalled");
        assertThat(report.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(holder.reader()).isEqualTo("reader index reader");
        assertThat(holder.thread()).isEqualTo("registered by thread worker-7 (WAITING)");
        assertThat(isBlockedHere(holder.where())).isTrue();
        assertThat(report.toString())
                .contains("SRCU domain stalled", "index reader", "worker-7", "blockHereUntil");
        leave.countDown();
        updater.assertEnds();
        reader.assertEnds();
    }

    @Test
    void namesAThreadWithoutAReader() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Background reader =
                Background.start(
                        "worker-8",
                        () -> {
                            try (var _ = srcu.enter()) {
                                inside.countDown();
                                blockHereUntil(leave);
                            }
                        });
        inside.await();
        Background updater = Background.start(srcu::synchronize);
        Holder holder = only(reports.take());
        assertThat(holder.reader()).isEqualTo("section without a reader");
        assertThat(holder.thread()).isEqualTo("thread worker-8 (WAITING)");
        assertThat(isBlockedHere(holder.where())).isTrue();
        leave.countDown();
        updater.assertEnds();
        reader.assertEnds();
    }

    @Test
    void countsVirtualThreadsAndHandovers() throws InterruptedException {
        Handover handover = srcu.down();
        AtomicReference<Section> section = new AtomicReference<>();
        Background.startVirtual(() -> section.set(srcu.enter())).assertEnds();
        Background updater = Background.start(srcu::synchronize);
        Holder holder = only(reports.take());
        assertThat(holder.reader()).isEqualTo("2 nested, virtual or handed-over sections");
        handover.up();
        section.get().close();
        updater.assertEnds();
    }

    @Test
    void saysThatAThreadHasEnded() throws InterruptedException {
        AtomicReference<Section> left = new AtomicReference<>();
        Background.start("gone", () -> left.set(srcu.register("lost").enter())).assertEnds();
        Background updater = Background.start(srcu::synchronize);
        Holder holder = only(reports.take());
        assertThat(holder.thread()).isEqualTo("registered by thread gone that has ended");
        assertThat(holder.where()).isEmpty();
        left.get().close();
        updater.assertEnds();
    }

    @Test
    void doesNotNameOneThatCameLaterOrHasLeft() throws InterruptedException {
        Reader early = srcu.register("early");
        Reader late = srcu.register("late");
        Reader gone = srcu.register("gone");
        early.online();
        gone.online();
        Background updater = Background.start(srcu::synchronize);
        reports.take(); // the cells are noted
        late.online();
        gone.offline();
        reports.clear();
        reports.take(); // it may have been in the making
        assertThat(only(reports.take()).reader()).isEqualTo("reader early");
        early.offline();
        updater.assertEnds();
        late.offline();
    }

    @Test
    void comesAgainAfterTwiceTheTime() throws InterruptedException {
        Handover held = srcu.down();
        Background updater = Background.start(srcu::synchronize);
        Duration before = reports.take().waited();
        for (int i = 0; i < 3; i++) {
            Duration next = reports.take().waited();
            assertThat(next).isGreaterThanOrEqualTo(before.multipliedBy(2));
            before = next;
        }
        assertThat(srcu.statistics().stalls()).isGreaterThanOrEqualTo(4);
        held.up();
        updater.assertEnds();
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(2);
        Srcu domain =
                Srcu.builder("throwing")
                        .stallAfter(Duration.ofMillis(5))
                        .onStall(
                                _ -> {
                                    told.countDown();
                                    throw new AssertionError("expected by the test");
                                })
                        .build();
        Handover held = domain.down();
        Background updater = Background.start(domain::synchronize);
        told.await();
        updater.assertWaits();
        held.up();
        updater.assertEnds();
    }

    @Test
    void aListenerThatWaitsForItsOwnDomainGetsTheError() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<Srcu> domain = new AtomicReference<>();
        domain.set(
                Srcu.builder("waiting")
                        .stallAfter(Duration.ofMillis(5))
                        .onStall(
                                _ -> {
                                    try {
                                        domain.get().synchronize();
                                    } catch (SrcuException e) {
                                        failure.set(e);
                                    }
                                    told.countDown();
                                })
                        .build());
        Handover held = domain.get().down();
        Background updater = Background.start(domain.get()::synchronize);
        told.await();
        assertThat(failure.get()).isInstanceOf(SrcuException.SelfDeadlock.class);
        held.up();
        updater.assertEnds();
    }

    @Test
    void goesToTheSystemLoggerUnlessSet() throws InterruptedException {
        LinkedBlockingQueue<String> logged = new LinkedBlockingQueue<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord entry) {
                        logged.add(entry.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger("dev.slat.srcu");
        logger.addHandler(handler);
        try {
            Srcu domain = Srcu.builder("logged").stallAfter(Duration.ofMillis(5)).build();
            Handover held = domain.down();
            Background updater = Background.start(domain::synchronize);
            assertThat(logged.take()).contains("a grace period of SRCU domain logged has waited");
            held.up();
            updater.assertEnds();
        } finally {
            logger.removeHandler(handler);
        }
    }
}
