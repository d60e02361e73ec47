package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many harts fill one ring. */
class RingProducersTest {
    private static final int HARTS = 4;
    private static final int STORES = 20_000;
    private static final int LAST = 3000;

    @Test
    void noEntryIsLostTwiceSeenOrOutOfItsHartsOrder() throws Exception {
        CoalescedRing ring = CoalescedRing.create(7);
        long[] expected = new long[HARTS];
        List<String> wrong = new ArrayList<>(); // a visitor that throws would leave the harts alone
        CoalescedRing.Visitor visitor =
                (gpa, length, pio, data) -> {
                    int hart = (int) (gpa >>> 32);
                    long store = expected[hart]++;
                    if ((int) gpa != store || length != length(store) || data != (~store & 0xff)) {
                        wrong.add(
                                "hart %d store %d: %x %d %x"
                                        .formatted(hart, store, gpa, length, data));
                    }
                };
        CountDownLatch running = new CountDownLatch(HARTS);
        try (ExecutorService harts = Executors.newFixedThreadPool(HARTS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int hart = 0; hart < HARTS; hart++) {
                int id = hart;
                done.add(harts.submit(() -> store(ring, id, running)));
            }
            while (running.getCount() > 0) {
                ring.drain(visitor);
            }
            for (Future<?> hart : done) {
                hart.get();
            }
        }
        ring.drain(visitor);
        assertThat(wrong).isEmpty();
        assertThat(expected).containsOnly(STORES);
    }

    private static void store(CoalescedRing ring, int hart, CountDownLatch running) {
        for (long i = 0; i < STORES; i++) {
            while (!ring.add(((long) hart << 32) | i, length(i), false, ~i & 0xff)) {
                Thread.onSpinWait();
            }
        }
        running.countDown();
    }

    private static int length(long store) {
        return 1 + (int) (store & 7);
    }

    @Test
    void theRaceForTheLastPlaceHasOneWinner() throws Exception {
        try (ExecutorService harts = Executors.newFixedThreadPool(HARTS)) {
            for (int round = 0; round < 500; round++) {
                CoalescedRing ring = CoalescedRing.create(3);
                ring.add(0, 1, false, 0);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> results = new ArrayList<>();
                for (int hart = 0; hart < HARTS; hart++) {
                    results.add(
                            harts.submit(
                                    () -> {
                                        start.await();
                                        return ring.add(1, 1, false, 1);
                                    }));
                }
                start.countDown();
                int won = 0;
                for (Future<Boolean> result : results) {
                    won += result.get() ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
                assertThat(ring.last()).isEqualTo(2);
            }
        }
    }

    /** Each hart stores coalesced, then reaches the device: its own stores must be there first. */
    @Test
    void eachHartsDeviceAccessComesAfterItsCoalescedStores() throws Exception {
        long base = 0x1000_0000L;
        List<OrderedDevice> devices = new ArrayList<>();
        Buses buses = Buses.EMPTY.withRing(CoalescedRing.create(5), Buses.Drain.TO_DEVICES);
        for (int hart = 0; hart < HARTS; hart++) {
            OrderedDevice device = new OrderedDevice();
            devices.add(device);
            buses =
                    buses.withDevice(base + hart * 16L, 16, device)
                            .withZone(CoalescedZone.memory(base + hart * 16L, 8));
        }
        Buses snapshot = buses;
        try (ExecutorService harts = Executors.newFixedThreadPool(HARTS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int hart = 0; hart < HARTS; hart++) {
                long at = base + hart * 16L;
                done.add(
                        harts.submit(
                                () -> {
                                    for (int i = 1; i <= LAST; i++) {
                                        snapshot.write(at, 4, i);
                                        if (i % 3 == 0) {
                                            snapshot.write(at + 8, 4, i);
                                        }
                                    }
                                }));
            }
            for (Future<?> hart : done) {
                hart.get();
            }
        }
        assertThat(devices).allMatch(OrderedDevice::inOrder);
    }

    /** Register 0 counts up; register 8 demands that it has come to the value stored. */
    private static final class OrderedDevice implements MmioDevice {
        private long count;
        private boolean late;

        @Override
        public long read(long offset, int size) {
            return 0;
        }

        @Override
        public synchronized void write(long offset, int size, long value) {
            if (offset == 0) {
                count++;
            }
            late |= count != value;
        }

        synchronized boolean inOrder() {
            return !late && count == LAST;
        }
    }
}
