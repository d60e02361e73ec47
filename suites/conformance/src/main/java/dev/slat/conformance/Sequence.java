package dev.slat.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A random sequence of instructions and the state it starts from. It is made of <em>units</em>,
 * each a few steps that belong together (an address and the atomic that uses it): units can be
 * dropped one by one and what is left is still a program that ends.
 */
record Sequence(Block start, List<List<Step>> units) {
    /** This sequence without its unit at an index; jumps over it still reach the same unit. */
    Sequence without(int index) {
        List<List<Step>> fewer = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            int distance = index - i;
            if (distance != 0) {
                fewer.add(units.get(i).stream().map(step -> step.overDropped(distance)).toList());
            }
        }
        return new Sequence(start, fewer);
    }

    /** The text of a reproducer file: the first block, then one unit in each line. */
    String text() {
        StringBuilder text = new StringBuilder("block ").append(start.text()).append('\n');
        for (List<Step> unit : units) {
            text.append(unit.stream().map(Step::text).collect(Collectors.joining("; ")))
                    .append('\n');
        }
        return text.toString();
    }

    /** Reads {@link #text}; lines that are empty or start with {@code #} are left out. */
    static Sequence parse(String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        Block start = Block.parse(lines.getFirst().substring("block ".length()));
        List<List<Step>> units =
                lines.stream()
                        .skip(1)
                        .map(line -> Arrays.stream(line.split(";", -1)).map(Step::parse).toList())
                        .toList();
        return new Sequence(start, units);
    }
}
