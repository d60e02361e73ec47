package dev.slat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "512M,536870912",
        "2G,2147483648",
        "64,67108864",
        "4096k,4194304",
        "1GiB,1073741824"
    })
    void readsSizes(String text, long bytes) {
        assertThat(new MemorySize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1M", "1.5G", "512X", "999999999999999G", "1e3"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> new MemorySize().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"536870912,512M", "2147483648,2G", "1025,1025 bytes", "1536,1536 bytes", "2048,2K"})
    void saysSizes(long bytes, String text) {
        assertThat(MemorySize.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"90,90000", "10s,10000", "5m,300000", "1h,3600000", "0.5,500", "2.5S,2500"})
    void readsTimes(String text, long milliseconds) {
        assertThat(new TimeLimit().convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "10x", "0", "1 s", "never"})
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> new TimeLimit().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
