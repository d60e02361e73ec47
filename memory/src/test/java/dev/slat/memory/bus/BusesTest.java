package dev.slat.memory.bus;

import static dev.slat.memory.bus.Buses.Taker.COALESCED;
import static dev.slat.memory.bus.Buses.Taker.DEVICE;
import static dev.slat.memory.bus.Buses.Taker.NOBODY;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

/** Which of the three takes a store, and in which order a device sees what it gets. */
class BusesTest {
    private static final long GPA = 0x1000_0000L;

    private final RecordingDevice device = new RecordingDevice();
    private final CoalescedRing ring = CoalescedRing.create(4);
    private final Buses toDevices =
            Buses.EMPTY
                    .withRing(ring, Buses.Drain.TO_DEVICES)
                    .withDevice(GPA, 0x100, device)
                    .withZone(CoalescedZone.memory(GPA, 0x10));

    @Test
    void aDeviceGetsOtherSizesThanPowersOfTwoInPieces() {
        Buses buses = Buses.EMPTY.withDevice(GPA, 0x100, device);
        for (int size : new int[] {1, 2, 4, 8, 3, 7}) {
            assertThat(buses.write(GPA + 3, size, -1)).isEqualTo(DEVICE);
        }
        assertThat(device.writes)
                .containsExactly(
                        "3:1:ff",
                        "3:2:ffff",
                        "3:4:ffffffff",
                        "3:8:ffffffffffffffff",
                        "3:2:ffff",
                        "5:1:ff",
                        "3:4:ffffffff",
                        "7:2:ffff",
                        "9:1:ff");
        assertThat(buses.write(GPA + 0xfd, 4, 0)).isEqualTo(NOBODY);
        assertThat(buses.withoutDevice(device).write(GPA, 4, 0)).isEqualTo(NOBODY);
    }

    @Test
    void coalescedStoresReachTheDeviceBeforeALaterStore() {
        assertThat(toDevices.write(GPA, 1, 0xa)).isEqualTo(COALESCED);
        assertThat(toDevices.write(GPA + 8, 2, 0xb)).isEqualTo(COALESCED);
        assertThat(device.writes).isEmpty();
        assertThat(toDevices.write(GPA + 0x20, 4, 0xc)).isEqualTo(DEVICE);
        assertThat(device.writes).containsExactly("0:1:a", "8:2:b", "20:4:c");
    }

    @Test
    void aFullRingLetsTheStoreThroughInItsOrder() {
        for (int i = 0; i < 3; i++) {
            assertThat(toDevices.write(GPA, 1, i)).isEqualTo(COALESCED);
        }
        assertThat(toDevices.write(GPA, 1, 3)).isEqualTo(DEVICE);
        assertThat(device.writes).containsExactly("0:1:0", "0:1:1", "0:1:2", "0:1:3");
        assertThat(toDevices.write(GPA, 1, 4)).isEqualTo(COALESCED);
    }

    @Test
    void settlingHandsOverWhatWaits() {
        toDevices.write(GPA, 3, 0xbad);
        toDevices.write(GPA, 4, 1);
        toDevices.settle();
        assertThat(device.writes)
                .as("3 bytes in pieces")
                .containsExactly("0:2:bad", "2:1:0", "0:4:1");
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void entriesOfADeviceThatLeftAreDropped() {
        toDevices.write(GPA, 4, 1);
        toDevices.withoutDevice(device).settle();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(device.writes).isEmpty();
    }

    @Test
    void aRingThatTheHostEmptiesIsLeftAlone() {
        Buses buses = toDevices.withRing(ring, Buses.Drain.BY_HOST);
        buses.write(GPA, 4, 1);
        assertThat(buses.write(GPA + 0x20, 4, 2)).isEqualTo(DEVICE);
        buses.settle();
        assertThat(device.writes).containsExactly("20:4:2");
        assertThat(ring.isEmpty()).isFalse();
    }

    @Test
    void aDeviceThatIsHandedAStoreMayReachAnotherDevice() {
        AtomicReference<Buses> snapshot = new AtomicReference<>(Buses.EMPTY);
        MmioDevice forwarder =
                new MmioDevice() {
                    @Override
                    public long read(long offset, int size) {
                        return 0;
                    }

                    @Override
                    public void write(long offset, int size, long value) {
                        snapshot.get().write(GPA + 0x80, size, value);
                    }
                };
        snapshot.set(
                toDevices
                        .withDevice(GPA + 0x1000, 8, forwarder)
                        .withZone(CoalescedZone.memory(GPA + 0x1000, 8)));
        snapshot.get().write(GPA + 0x1000, 4, 5);
        snapshot.get().write(GPA, 4, 6);
        snapshot.get().settle();
        assertThat(device.writes).containsExactly("80:4:5", "0:4:6");
    }
}
