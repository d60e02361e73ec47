package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which barrier is chosen. */
@Timeout(60)
class BarrierTest {
    @Test
    void aForcedOneIsTaken() {
        assertThat(Barrier.choose("fences")).isEqualTo(Barrier.FENCES);
        assertThat(Barrier.choose("handshake")).isEqualTo(Barrier.HANDSHAKE);
    }

    @Test
    void theReadersFenceOnlyWhereTheUpdaterCannot() {
        assertThat(Barrier.READERS_FENCE).isEqualTo(Srcu.barrier() == Barrier.FENCES);
    }

    @Test
    void aBadValueIsRefusedWithTheGoodOnes() {
        assertThatThrownBy(() -> Barrier.choose("fast"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "dev.slat.srcu.barrier=fast: use membarrier, process-write-buffers,"
                                + " handshake, fences");
    }

    @Test
    void oneThatTheSystemDoesNotHaveIsRefused() {
        String foreign =
                System.getProperty("os.name").startsWith("Windows")
                        ? "membarrier"
                        : "process-write-buffers";
        assertThatThrownBy(() -> Barrier.choose(foreign))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("dev.slat.srcu.barrier=" + foreign + ": this system refuses it");
    }

    @Test
    void unforcedOneIsNeverTheHandshake() {
        assertThat(Barrier.choose("")).isNotEqualTo(Barrier.HANDSHAKE);
    }
}
