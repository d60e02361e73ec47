package dev.slat.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgeHistogramTest {
    private final AgeHistogram ages = new AgeHistogram();

    @Test
    void allowsWhatWasUnlinkedWhileItWasHeld() {
        assertThat(ages.saw(Element.PUBLISHED)).isTrue();
        assertThat(ages.saw(Element.UNLINKED)).isTrue();
        assertThat(ages.bad()).isZero();
    }

    @Test
    void refusesWhatAGracePeriodHasPassedOver() {
        assertThat(ages.saw(Element.UNLINKED + 1)).isFalse();
        assertThat(ages.saw(Element.FREED)).isFalse();
        assertThat(ages.bad()).isEqualTo(2);
    }

    @Test
    void addsUpPerAge() {
        AgeHistogram other = new AgeHistogram();
        for (int age : new int[] {0, 0, 3}) {
            var _ = other.saw(age);
        }
        var _ = ages.saw(0);
        ages.add(other);
        assertThat(ages).hasToString("0:3 1:0 2:0 3:1 4:0 5:0 6:0 7:0 8:0 9:0 10:0");
        assertThat(ages.bad()).isEqualTo(1);
    }
}
