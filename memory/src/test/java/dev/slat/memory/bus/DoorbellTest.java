package dev.slat.memory.bus;

import static dev.slat.memory.bus.Buses.Taker.DOORBELL;
import static dev.slat.memory.bus.Buses.Taker.NOBODY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.Errno;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

class DoorbellTest {
    private static final long GPA = 0x1000_0050L;

    private final AtomicInteger rung = new AtomicInteger();
    private final Runnable bell = rung::incrementAndGet;

    private static Buses with(Doorbell doorbell) {
        return Buses.EMPTY.withDoorbell(doorbell);
    }

    @Test
    void onlyAStoreOfItsSizeAtItsAddressRings() {
        Buses buses = with(Doorbell.any(GPA, 4, bell));
        assertThat(buses.write(GPA, 4, 7)).isEqualTo(DOORBELL);
        for (int size : new int[] {1, 2, 3, 5, 8}) {
            assertThat(buses.write(GPA, size, 7)).isEqualTo(NOBODY);
        }
        assertThat(buses.write(GPA + 1, 4, 7)).isEqualTo(NOBODY);
        assertThat(buses.write(GPA - 1, 4, 7)).isEqualTo(NOBODY);
        assertThat(rung).hasValue(1);
    }

    @Test
    void lengthZeroRingsForAnySize() {
        Buses buses = with(Doorbell.any(GPA, 0, bell));
        for (int size = 1; size <= 8; size++) {
            assertThat(buses.write(GPA, size, size)).isEqualTo(DOORBELL);
        }
        assertThat(rung).hasValue(8);
    }

    @Test
    void aMatchComparesTheStoredBytesAlone() {
        Buses buses = with(Doorbell.on(GPA, 2, 0xbeef, bell));
        assertThat(buses.write(GPA, 2, 0xdead_beefL)).isEqualTo(DOORBELL);
        assertThat(buses.write(GPA, 2, 0xbeee)).isEqualTo(NOBODY);
        Buses never = with(Doorbell.on(GPA, 2, 0x1_beefL, bell));
        assertThat(never.write(GPA, 2, 0x1_beefL)).isEqualTo(NOBODY);
        Buses all = with(Doorbell.on(GPA, 8, -1, bell));
        assertThat(all.write(GPA, 8, -1)).isEqualTo(DOORBELL);
    }

    @Test
    void manyAtOneAddressRingEachForItsValueAndSize() {
        AtomicInteger sum = new AtomicInteger();
        Buses buses = Buses.EMPTY;
        for (int queue = 0; queue < 50; queue++) {
            int weight = queue;
            buses = buses.withDoorbell(Doorbell.on(GPA, 2, queue, () -> sum.addAndGet(weight)));
        }
        buses = buses.withDoorbell(Doorbell.any(GPA, 4, bell)).withDoorbell(any(GPA - 4));
        assertThat(buses.write(GPA, 2, 31)).isEqualTo(DOORBELL);
        assertThat(buses.write(GPA, 2, 11)).isEqualTo(DOORBELL);
        assertThat(buses.write(GPA, 2, 50)).isEqualTo(NOBODY);
        assertThat(sum).hasValue(42);
        assertThat(buses.write(GPA, 4, 31)).isEqualTo(DOORBELL);
        assertThat(rung).hasValue(1);
    }

    private static Doorbell any(long gpa) {
        return Doorbell.any(gpa, 4, () -> {});
    }

    @Test
    void aDoorbellRingsInsteadOfTheDeviceAndBeforeAZone() {
        RecordingDevice device = new RecordingDevice();
        CoalescedRing ring = CoalescedRing.create();
        Buses buses =
                Buses.EMPTY
                        .withRing(ring, Buses.Drain.TO_DEVICES)
                        .withDevice(GPA, 8, device)
                        .withZone(CoalescedZone.memory(GPA, 4))
                        .withDoorbell(Doorbell.any(GPA, 4, bell));
        assertThat(buses.write(GPA, 4, 1)).isEqualTo(DOORBELL);
        assertThat(device.writes).isEmpty();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(buses.findDevice(GPA, 4)).as("loads go to the device").isNotNull();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (int length : new int[] {3, 5, 6, 7, 9, 16, -1, Integer.MIN_VALUE}) {
            Refusals.assertRefused(Errno.EINVAL, () -> with(Doorbell.any(GPA, length, bell)));
        }
        Refusals.assertRefused(Errno.EINVAL, () -> with(Doorbell.any(-8, 8, bell)));
        Refusals.assertRefused(Errno.EINVAL, () -> with(Doorbell.on(GPA, 0, 1, bell)));
        assertThat(with(Doorbell.any(-9, 8, bell)).write(-9, 8, 0)).isEqualTo(DOORBELL);
        assertThat(with(Doorbell.any(-1, 0, bell)).write(-1, 1, 0)).isEqualTo(DOORBELL);
    }

    @Test
    void oneThatCouldRingForTheSameStoreIsRefused() {
        Buses one = with(Doorbell.on(GPA, 4, 1, bell));
        Refusals.assertRefused(
                Errno.EEXIST, () -> one.withDoorbell(Doorbell.on(GPA, 4, 1, () -> {})));
        Refusals.assertRefused(Errno.EEXIST, () -> one.withDoorbell(Doorbell.any(GPA, 4, bell)));
        Refusals.assertRefused(Errno.EEXIST, () -> one.withDoorbell(Doorbell.any(GPA, 0, bell)));
        Buses two =
                one.withDoorbell(Doorbell.on(GPA, 4, 2, bell))
                        .withDoorbell(Doorbell.any(GPA, 2, bell))
                        .withDoorbell(Doorbell.any(GPA + 4, 4, bell));
        assertThat(two.write(GPA, 2, 0)).isEqualTo(DOORBELL);
        Buses every = with(Doorbell.any(GPA, 0, bell));
        Refusals.assertRefused(Errno.EEXIST, () -> every.withDoorbell(Doorbell.any(GPA, 8, bell)));
    }

    @Test
    void onlyTheSameDoorbellIsRemoved() {
        Doorbell doorbell = Doorbell.on(GPA, 4, 1, bell);
        Buses buses = with(doorbell);
        Runnable other = () -> {};
        for (Doorbell absent :
                new Doorbell[] {
                    Doorbell.on(GPA, 4, 1, other),
                    Doorbell.on(GPA, 4, 2, bell),
                    Doorbell.any(GPA, 4, bell),
                    Doorbell.on(GPA, 2, 1, bell),
                    Doorbell.on(GPA + 4, 4, 1, bell),
                }) {
            Refusals.assertRefused(Errno.ENOENT, () -> buses.withoutDoorbell(absent));
        }
        Doorbell equal = new Doorbell(GPA, 4, OptionalLong.of(1), bell);
        assertThat(buses.withoutDoorbell(equal).write(GPA, 4, 1)).isEqualTo(NOBODY);
        assertThat(buses.write(GPA, 4, 1)).as("the old snapshot is as it was").isEqualTo(DOORBELL);
    }
}
