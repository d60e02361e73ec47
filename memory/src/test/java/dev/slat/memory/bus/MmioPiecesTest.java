package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class MmioPiecesTest {
    private final List<String> calls = new ArrayList<>();

    private final MmioDevice device =
            new MmioDevice() {
                @Override
                public long read(long offset, int size) {
                    calls.add(offset + ":" + size);
                    long value = 0;
                    for (int i = 7; i >= 0; i--) {
                        value = value << 8 | (offset + i & 0xff); // also beyond the size
                    }
                    return value;
                }

                @Override
                public void write(long offset, int size, long value) {
                    calls.add("%d:%d:%x".formatted(offset, size, value));
                }
            };

    @ParameterizedTest
    @CsvSource({
        "1, 10, 16:1",
        "2, 1110, 16:2",
        "3, 121110, 16:2 18:1",
        "4, 13121110, 16:4",
        "5, 1413121110, 16:4 20:1",
        "6, 151413121110, 16:4 20:2",
        "7, 16151413121110, 16:4 20:2 22:1",
        "8, 1716151413121110, 16:8"
    })
    void aDeviceSeesOnlyTheSizesThatItTakes(int size, String value, String pieces) {
        assertThat(Long.toHexString(MmioPieces.read(device, 16, size))).isEqualTo(value);
        assertThat(calls).containsExactly(pieces.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"3, 0:2:2211 2:1:33", "7, 0:4:44332211 4:2:6655 6:1:77", "8, 0:8:8877665544332211"})
    void eachPieceOfAStoreHasItsOwnBytes(int size, String pieces) {
        MmioPieces.write(device, 0, size, 0x8877665544332211L);
        assertThat(calls).containsExactly(pieces.split(" "));
    }
}
