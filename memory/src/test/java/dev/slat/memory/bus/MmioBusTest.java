package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.Errno;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class MmioBusTest {
    private final RecordingDevice device = new RecordingDevice();

    @Property(tries = 300)
    void theDeviceFoundIsTheOneThatHoldsTheWholeAccess(
            @ForAll @Size(max = 20) List<@IntRange(max = 255) Integer> places) {
        List<MmioBus.Range> kept = new ArrayList<>();
        MmioBus bus = MmioBus.EMPTY;
        for (int place : places) {
            int size = place % 5 + 1;
            MmioBus.Range range = new MmioBus.Range(place, size, new RecordingDevice());
            boolean overlaps =
                    kept.stream()
                            .anyMatch(k -> place < k.gpa() + k.size() && k.gpa() < place + size);
            if (overlaps) {
                MmioBus before = bus;
                assertThatThrownBy(() -> before.with(place, size, range.device()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("overlaps");
            } else {
                bus = bus.with(place, size, range.device());
                kept.add(range);
            }
        }
        for (int gpa = 0; gpa < 270; gpa++) {
            int from = gpa;
            for (int bytes : new int[] {1, 2, 4, 8}) {
                MmioBus.Range expected =
                        kept.stream()
                                .filter(k -> from >= k.gpa() && from + bytes <= k.gpa() + k.size())
                                .findFirst()
                                .orElse(null);
                assertThat(bus.find(gpa, bytes)).isEqualTo(expected);
            }
        }
    }

    @Test
    void theThousandFirstDeviceIsRefusedAndRoomComesBack() {
        MmioBus bus = MmioBus.EMPTY.with(0, 1, device);
        for (int i = 1; i < MmioBus.MAX_DEVICES; i++) {
            bus = bus.with(i * 16L, 16, new RecordingDevice());
        }
        MmioBus full = bus;
        Refusals.assertRefused(Errno.ENOSPC, () -> full.with(0x10_0000, 1, device));
        assertThat(full.without(device).with(0x10_0000, 1, device).find(0x10_0000, 1)).isNotNull();
    }

    @Test
    void aDeviceAtTheEndOfTheAddressesIsFoundAndHighAddressesAreNobodys() {
        MmioBus bus = MmioBus.EMPTY.with(Long.MAX_VALUE - 8, 8, device);
        assertThat(bus.find(Long.MAX_VALUE - 8, 8)).isNotNull();
        assertThat(bus.find(Long.MAX_VALUE - 7, 8)).isNull();
        assertThat(bus.find(-8, 8)).isNull();
        assertThat(bus.find(0, 1)).isNull();
    }

    @Test
    void removingADeviceTakesAllItsPlacesAndNoOther() {
        RecordingDevice other = new RecordingDevice();
        MmioBus bus = MmioBus.EMPTY.with(0x100, 8, device).with(0x200, 8, other);
        MmioBus less = bus.with(0x300, 8, device).without(device);
        assertThat(less.find(0x100, 1)).isNull();
        assertThat(less.find(0x200, 1)).isNotNull();
        assertThat(less.find(0x300, 1)).isNull();
        assertThat(less.without(device)).isSameAs(less);
        assertThat(bus.find(0x100, 1)).as("the old snapshot is as it was").isNotNull();
    }
}
