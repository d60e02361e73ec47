package dev.slat.machine.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.machine.BootException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final long BASE = 0x8000_0000L;

    @Property
    void whatIsPlacedFitsAndNothingOverlaps(
            @ForAll @LongRange(min = 1, max = 1 << 21) long ramPages,
            @ForAll @LongRange(min = 1, max = 1L << 30) long kernelBytes,
            @ForAll @LongRange(min = 0, max = 1L << 30) long initrdBytes) {
        GuestRange ram = new GuestRange(BASE, BASE + ramPages * 4096);
        GuestRange kernel = new GuestRange(BASE, BASE + kernelBytes);
        Placement placement;
        try {
            placement = Placement.of(kernel, initrdBytes, ram);
        } catch (BootException e) {
            assertThat(e.reason()).isEqualTo(BootException.Reason.DOES_NOT_FIT);
            long top = Math.min(ram.end(), 1L << 32);
            assertThat(top - BASE).isLessThan(kernelBytes + initrdBytes + (4 << 20) + 4096);
            return;
        }
        long tree = placement.deviceTree();
        assertThat(tree % (2 << 20)).isZero();
        assertThat(tree + Placement.DEVICE_TREE_ROOM).isLessThanOrEqualTo(ram.end());
        assertThat(tree).isLessThan(1L << 32).isGreaterThanOrEqualTo(kernel.end());
        assertThat(placement.initrd().length()).isEqualTo(initrdBytes);
        if (initrdBytes > 0) {
            assertThat(placement.initrd().start()).isGreaterThanOrEqualTo(kernel.end());
            assertThat(placement.initrd().end()).isLessThanOrEqualTo(tree);
        }
    }

    @Test
    void messageNamesTheInitrdThatDoesNotFit() {
        GuestRange ram = new GuestRange(BASE, BASE + (16 << 20));
        GuestRange kernel = new GuestRange(BASE, BASE + (8 << 20));
        assertThatThrownBy(() -> Placement.of(kernel, 7 << 20, ram))
                .hasMessageContaining("7340032");
    }
}
