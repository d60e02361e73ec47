package dev.slat.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A random sequence of vector instructions, as words, and the block that it starts from. A unit is
 * a few words that belong together, such as an address and the access that uses it.
 */
record VectorSequence(VectorLayout layout, List<Byte> start, List<List<Integer>> units) {
    VectorSequence without(int index) {
        List<List<Integer>> fewer = new ArrayList<>(units);
        fewer.remove(index);
        return new VectorSequence(layout, start, fewer);
    }

    byte[] startBytes() {
        byte[] bytes = new byte[start.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = start.get(i);
        }
        return bytes;
    }

    static List<Byte> listOf(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return List.copyOf(list);
    }

    /** The text of a reproducer file: VLEN, the block, then one unit in each line. */
    String text() {
        StringBuilder text = new StringBuilder("vlen ").append(layout.length()).append('\n');
        text.append("block ").append(HexFormat.of().formatHex(startBytes())).append('\n');
        for (List<Integer> unit : units) {
            text.append(
                            unit.stream()
                                    .map(word -> "%08x".formatted(word))
                                    .collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return text.toString();
    }

    /** Reads {@link #text}; lines that are empty or start with {@code #} are left out. */
    static VectorSequence parse(String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        int length = Integer.parseInt(lines.get(0).substring("vlen ".length()));
        byte[] block = HexFormat.of().parseHex(lines.get(1).substring("block ".length()));
        List<List<Integer>> units =
                lines.stream()
                        .skip(2)
                        .map(
                                line ->
                                        Arrays.stream(line.split(" ", -1))
                                                .map(word -> Integer.parseUnsignedInt(word, 16))
                                                .toList())
                        .toList();
        return new VectorSequence(new VectorLayout(length), listOf(block), units);
    }
}
