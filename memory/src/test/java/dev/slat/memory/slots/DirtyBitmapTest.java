package dev.slat.memory.slots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CyclicBarrier;

@Timeout(60)
class DirtyBitmapTest {
    private static final int CELLS = 4096;
    private static final int ROUNDS = 400;

    @Test
    void takesOnlyWhatTheMaskSaysAndReportsWhatWasSet() {
        DirtyBitmap log = new DirtyBitmap(130);
        assertThat(log.words()).isEqualTo(3);
        log.mark(0);
        log.mark(63);
        log.mark(129);
        assertThat(log.take(0, 1L << 63 | 2)).isEqualTo(1L << 63);
        assertThat(log.copy()).containsExactly(1, 0, 2);
        assertThat(log.take(2)).isEqualTo(2);
        assertThat(log.take(2)).isZero();
        log.markAll(130);
        assertThat(log.copy()).containsExactly(-1, -1, 3);
    }

    /** A page that is marked already is written again while another thread takes its mark. */
    @Test
    void whoTakesAMarkThatAWriterFoundSetSeesItsBytes() throws Exception {
        long[] data = new long[CELLS * 8];
        long[] seen = new long[CELLS];
        CyclicBarrier start = new CyclicBarrier(2);
        int lost = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            DirtyBitmap log = new DirtyBitmap(CELLS * 64L);
            for (int i = 0; i < CELLS; i++) {
                log.mark(i * 64L);
            }
            int value = round;
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        await(start);
                                        write(data, log, value);
                                    });
            await(start);
            take(data, log, seen);
            writer.join();
            for (int i = 0; i < CELLS; i++) {
                if (log.word(i) == 0 && seen[i] != value) {
                    lost++;
                }
            }
        }
        assertThat(lost).isZero();
    }

    private static void write(long[] data, DirtyBitmap log, long value) {
        for (int i = 0; i < CELLS; i++) {
            data[i * 8] = value;
            log.mark(i * 64L);
        }
    }

    private static void take(long[] data, DirtyBitmap log, long[] seen) {
        for (int i = 0; i < CELLS; i++) {
            log.take(i);
            seen[i] = data[i * 8];
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
