package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What debug mode finds; run in a JVM of its own with {@code -Ddev.slat.srcu.debug=true}. */
@Tag("debug")
@Timeout(60)
class DebugModeTest {
    private final LinkedBlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();
    private final Srcu srcu =
            Srcu.builder("debug").stallAfter(Duration.ofMillis(20)).onStall(reports::add).build();

    @BeforeEach
    void debugModeIsOn() {
        assertThat(Debug.ON).isTrue();
    }

    @Test
    void synchronizeInsideAReadersSectionIsASelfDeadlock() {
        Reader reader = srcu.register();
        try (var _ = reader.enter()) {
            assertSelfDeadlock();
        }
        srcu.synchronize();
    }

    @Test
    void synchronizeInsideANestedSectionIsASelfDeadlock() {
        Section outer = srcu.enter();
        Section inner = srcu.enter();
        outer.close();
        assertSelfDeadlock();
        inner.close();
        srcu.synchronize();
    }

    @Test
    void synchronizeInsideAVirtualThreadsSectionIsASelfDeadlock() throws InterruptedException {
        Background.startVirtual(
                        () -> {
                            try (var _ = srcu.enter()) {
                                assertSelfDeadlock();
                            }
                        })
                .assertEnds();
        srcu.synchronize();
    }

    private void assertSelfDeadlock() {
        assertThatThrownBy(srcu::synchronize)
                .isInstanceOf(SrcuException.SelfDeadlock.class)
                .satisfies(
                        e ->
                                assertThat(Arrays.toString(e.getCause().getStackTrace()))
                                        .contains("DebugModeTest"));
    }

    @Test
    void aHandoverIsNoSectionOfTheThreadThatBeganIt() throws InterruptedException {
        Handover handover = srcu.down();
        assertThat(srcu.synchronize(Duration.ofMillis(20))).isFalse();
        handover.up();
        srcu.synchronize();
    }

    @Test
    void aStallReportSaysWhereTheSectionWasEntered() throws InterruptedException {
        Handover held = enterHere();
        Background updater = Background.start(srcu::synchronize);
        assertThat(reports.take().toString()).contains("entered at", "DebugModeTest.enterHere");
        Handover late = srcu.down();
        reports.clear();
        reports.take(); // it may have been in the making
        long traced =
                reports.take().holders().stream()
                        .filter(holder -> !holder.enteredAt().isEmpty())
                        .count();
        assertThat(traced).isEqualTo(1);
        held.up();
        updater.assertEnds();
        late.up();
    }

    private Handover enterHere() {
        return srcu.down();
    }

    @Test
    void aDroppedSectionIsReportedWithItsStack() throws InterruptedException {
        LinkedBlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord entry) {
                        logged.add(entry);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger("dev.slat.srcu");
        logger.addHandler(handler);
        try {
            dropOne();
            Background.until(
                    () -> {
                        System.gc();
                        return !logged.isEmpty();
                    });
        } finally {
            logger.removeHandler(handler);
        }
        LogRecord entry = logged.take();
        assertThat(entry.getMessage()).contains("a section of SRCU domain debug was never closed");
        assertThat(Arrays.toString(entry.getThrown().getStackTrace())).contains("dropOne");
    }

    private void dropOne() {
        var _ = srcu.down();
    }

    @Test
    void aClosedSectionIsForgotten() {
        srcu.enter().close();
        srcu.down().up();
        Reader reader = srcu.register();
        reader.enter().close();
        reader.close();
        assertThat(srcu.debug().before(Long.MAX_VALUE)).isEmpty();
        srcu.close();
    }

    @Test
    void waitingWhileOnlineIsFoundAtOnce() {
        Srcu srcu = Srcu.create("online");
        Reader reader = srcu.register();
        reader.online();
        assertThatThrownBy(srcu::synchronize).isInstanceOf(SrcuException.SelfDeadlock.class);
        reader.offline();
        srcu.synchronize();
        reader.close();
        srcu.close();
    }
}
