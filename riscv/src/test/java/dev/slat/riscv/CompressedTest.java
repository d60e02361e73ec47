package dev.slat.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class CompressedTest {
    private static final Compressed COMPRESSED = new Compressed(Isa.all());

    static List<String> rows() throws IOException {
        try (InputStream in = CompressedTest.class.getResourceAsStream("compressed.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void expandsToWhatTheAssemblerWrites(String row) {
        int parcel = Integer.parseInt(row, 0, 4, 16);
        int word = Integer.parseUnsignedInt(row, 5, 13, 16);
        assertThat(COMPRESSED.expand(parcel)).isEqualTo(word);
    }

    /** All zeros, c.addi4spn 0, c.addiw x0, c.lui 0, c.lwsp x0, c.ldsp x0, c.jr x0, 100-xxx-00. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x0004, 0x2001, 0x6081, 0x4002, 0x6002, 0x8002, 0x8000, 0x9c41})
    void refusesReservedEncodings(int parcel) {
        // Zcb and Zcmop have some of them.
        Compressed plain = new Compressed(Isa.parse("rv64gc"));
        assertThat(plain.expand(parcel)).isEqualTo(Compressed.ILLEGAL);
    }

    @Test
    void everyParcelExpandsToNothingOrToAFullWord() {
        for (int parcel = 0; parcel < 0x10000; parcel++) {
            if ((parcel & 3) != 3) {
                int word = COMPRESSED.expand(parcel);
                assertThat(word == Compressed.ILLEGAL || (word & 3) == 3).isTrue();
            }
        }
    }
}
