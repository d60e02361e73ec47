package dev.slat.memory.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class HostMappingTest {
    @Test
    void mappingIsZeroAndInsideTheWindow() {
        try (HostMapping mapping = HostMapping.anonymous(3 << 20)) {
            assertThat(mapping.hva()).isBetween(1L, Window.size() - mapping.size());
            assertThat(Window.getLong(mapping.hva())).isZero();
            assertThat(Window.getLong(mapping.hva() + mapping.size() - 8)).isZero();
        }
    }

    @Test
    void closedMemoryIsZeroAgainWhenMappedAgain() {
        HostMapping first = HostMapping.anonymous(4096);
        Window.putLong(first.hva(), 99);
        first.close();
        first.close();
        try (HostMapping second = HostMapping.anonymous(4096)) {
            assertThat(second.hva()).isEqualTo(first.hva());
            assertThat(Window.getLong(second.hva())).isZero();
        }
        assertThatThrownBy(first::retain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mappingsNeverOverlapAndFreedRoomIsUsedAgain() {
        Random random = new Random(1);
        for (int round = 0; round < 3; round++) {
            List<HostMapping> open = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                open.add(HostMapping.anonymous((1 + random.nextInt(2000)) * HostMapping.PAGE));
            }
            for (HostMapping a : open) {
                for (HostMapping b : open) {
                    if (a != b) {
                        assertThat(a.hva() + a.size() <= b.hva() || b.hva() + b.size() <= a.hva())
                                .isTrue();
                    }
                }
            }
            long highest = open.stream().mapToLong(HostMapping::hva).max().orElseThrow();
            assertThat(highest).isLessThan(1L << 30);
            Collections.shuffle(open, random);
            open.forEach(HostMapping::close);
        }
    }

    @Test
    void impossibleSizesAreRefused() {
        for (long bytes : new long[] {0, -4096, 1, 4097}) {
            assertThatThrownBy(() -> HostMapping.anonymous(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toString(bytes));
        }
        for (long bytes : new long[] {1L << 50, Long.MAX_VALUE - 4095}) {
            assertThatThrownBy(() -> HostMapping.anonymous(bytes))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("window");
        }
    }

    @Test
    void addressesAreMaskedIntoTheWindow() {
        try (HostMapping mapping = HostMapping.anonymous(4096)) {
            Window.putInt(mapping.hva() + 4, 7);
            assertThat(Window.getInt(mapping.hva() + 4 + Window.size())).isEqualTo(7);
        }
    }
}
