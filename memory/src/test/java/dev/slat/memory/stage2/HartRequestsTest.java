package dev.slat.memory.stage2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class HartRequestsTest {
    private final HartRequests requests = new HartRequests();

    @Test
    void hartOutsideGuestModeIsNotWaitedFor() {
        requests.request(4);
        requests.awaitHandled(4);
        assertThat(requests.pending()).isTrue();
        assertThat(requests.take()).isEqualTo(4);
        assertThat(requests.pending()).isFalse();
    }

    @Test
    void hartInGuestModeIsWaitedForUntilItTakesOrLeaves() throws InterruptedException {
        requests.enterGuest();
        requests.request(1);
        Thread waiter = Thread.ofPlatform().start(() -> requests.awaitHandled(1));
        assertThat(waiter.join(Duration.ofMillis(50))).isFalse();
        assertThat(requests.take()).isEqualTo(1);
        waiter.join();

        requests.request(1);
        Thread second = Thread.ofPlatform().start(() -> requests.awaitHandled(1));
        assertThat(second.join(Duration.ofMillis(50))).isFalse();
        requests.exitGuest();
        second.join();
        assertThat(requests.pending()).isTrue();
    }

    @Test
    void requestWakesAParkedHart() throws InterruptedException {
        CountDownLatch about = new CountDownLatch(1);
        Thread hart =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    about.countDown();
                                    while (!requests.pending()) {
                                        requests.park(Duration.ofHours(1).toNanos());
                                    }
                                });
        about.await();
        requests.request(8);
        hart.join();
        assertThat(requests.take()).isEqualTo(8);
    }

    @Test
    void parkReturnsAtOnceWhenARequestWaits() {
        requests.request(1);
        requests.park(Duration.ofHours(1).toNanos());
        assertThat(requests.take()).isEqualTo(1);
    }
}
