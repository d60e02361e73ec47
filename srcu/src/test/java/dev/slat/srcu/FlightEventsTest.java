package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What Java Flight Recorder sees. */
@Timeout(60)
class FlightEventsTest {
    private static final String GRACE_PERIOD = "dev.slat.srcu.GracePeriod";
    private static final String STALL = "dev.slat.srcu.Stall";

    @TempDir Path directory;

    @Test
    void gracePeriodsAndStallsAreRecorded() throws IOException, InterruptedException {
        Path file = directory.resolve("srcu.jfr");
        CountDownLatch stalled = new CountDownLatch(1);
        Srcu srcu =
                Srcu.builder("recorded")
                        .stallAfter(Duration.ofMillis(5))
                        .onStall(_ -> stalled.countDown())
                        .build();
        srcu.synchronize(); // before the recording: not in it
        try (Recording recording = new Recording()) {
            recording.enable(GRACE_PERIOD);
            recording.enable(STALL);
            recording.start();
            Handover held = srcu.down();
            Background updater = Background.start(srcu::synchronize);
            stalled.await();
            held.up();
            updater.assertEnds();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> gracePeriods = named(events, GRACE_PERIOD);
        assertThat(gracePeriods).hasSize(1);
        assertThat(gracePeriods.getFirst().getLong("sequence")).isEqualTo(4);
        assertThat(gracePeriods.getFirst().getDuration())
                .isGreaterThanOrEqualTo(Duration.ofMillis(5));
        List<RecordedEvent> stalls = named(events, STALL);
        assertThat(stalls).isNotEmpty();
        assertThat(stalls.getFirst().getLong("waitedMillis")).isGreaterThanOrEqualTo(5);
        assertThat(stalls.getFirst().getString("report")).contains("handed-over sections");
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .filter(event -> event.getString("domain").equals("recorded"))
                .toList();
    }
}
