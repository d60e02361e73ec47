package dev.slat.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"none | none", "7 | 7", "0-63 | 0-63", "2,4,5,6 | 2,4-6", "64,0 | 0,64"})
    void readsListsAndWritesThemInOrder(String list, String text) {
        assertThat(PageSet.parse(list)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,", "-1", "3-2", "x", "1-", "0xffffffff", "None"})
    void refusesWhatIsNoList(String list) {
        assertThatThrownBy(() -> PageSet.parse(list)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bitmapsKeepWhatFitsThem() {
        PageSet pages = PageSet.parse("0,63-64,200");
        assertThat(pages.words(2)).containsExactly(1 | Long.MIN_VALUE, 1);
        assertThat(PageSet.of(pages.words(4))).isEqualTo(pages);
        assertThat(PageSet.of(pages.words(2))).hasToString("0,63-64");
    }

    @Test
    void setsContainTheirPartsAndNoMore() {
        PageSet pages = PageSet.parse("1-4");
        assertThat(pages.containsAll(PageSet.parse("2-3"))).isTrue();
        assertThat(pages.containsAll(PageSet.parse("4-5"))).isFalse();
        assertThat(pages.without(PageSet.parse("2,9"))).hasToString("1,3-4");
        assertThat(pages).hasToString("1-4");
    }
}
