package dev.slat.devices.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConsoleOutputTest {
    @Test
    void closeHandsOverEverythingEvenBeyondTheCapacity() {
        ByteArrayOutputStream host = new ByteArrayOutputStream();
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i * 31) >> 3);
        }
        try (ConsoleOutput output = ConsoleOutput.to(host)) {
            output.write(bytes, 0, bytes.length);
        }
        assertThat(host.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void promptWithoutNewlineReachesTheHost() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        OutputStream host =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        if (value == '#') {
                            arrived.countDown();
                        }
                    }
                };
        try (ConsoleOutput output = ConsoleOutput.to(host)) {
            output.write('#');
            arrived.await();
        }
    }

    @Test
    void brokenStreamIsReportedAndTheGuestGoesOn() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("broken pipe");
                    }
                };
        ConsoleOutput output = ConsoleOutput.to(broken);
        output.write(new byte[500_000], 0, 500_000);
        output.close();
        assertThat(output.failure())
                .hasValueSatisfying(e -> assertThat(e).hasMessage("broken pipe"));
    }

    @Test
    void writesAfterCloseAreIgnored() {
        ByteArrayOutputStream host = new ByteArrayOutputStream();
        ConsoleOutput output = ConsoleOutput.to(host);
        output.close();
        output.write(new byte[100_000], 0, 100_000);
        assertThat(host.size()).isZero();
        assertThat(output.failure()).isEmpty();
    }

    @Test
    void hurriedOutputWaitsForNoReader() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        OutputStream stuck =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        ConsoleOutput output = ConsoleOutput.to(stuck);
        Thread hart = Thread.ofVirtual().start(() -> output.write(new byte[300_000], 0, 300_000));
        hart.join(Duration.ofMillis(200));
        assertThat(hart.isAlive()).isTrue();
        output.hurry();
        hart.join();
        output.flush();
        output.close();
        never.countDown();
    }

    @Test
    void hurriedOutputStillReachesItsReader() {
        ByteArrayOutputStream host = new ByteArrayOutputStream();
        ConsoleOutput output = ConsoleOutput.to(host);
        output.write(new byte[60_000], 0, 60_000);
        output.hurry();
        output.close();
        assertThat(host.size()).isEqualTo(60_000);
    }

    @Test
    void streamThatThrowsAnythingIsReported() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        throw new IllegalStateException("no");
                    }
                };
        ConsoleOutput output = ConsoleOutput.to(broken);
        output.write(new byte[500_000], 0, 500_000);
        output.close();
        assertThat(output.failure()).isPresent();
    }
}
