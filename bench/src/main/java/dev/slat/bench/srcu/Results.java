package dev.slat.bench.srcu;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the forks of each row have measured. */
final class Results {
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    void add(String row, String name, double value) {
        values.computeIfAbsent(row, _ -> new LinkedHashMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>())
                .add(value);
    }

    boolean has(String row) {
        return values.containsKey(row);
    }

    /** The median over the forks; not a number if there is none. */
    double get(String row, String name) {
        List<Double> forks = values.getOrDefault(row, Map.of()).getOrDefault(name, List.of());
        double[] known =
                forks.stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
        return known.length == 0 ? Double.NaN : Percentiles.median(known);
    }

    /** One line for each value of each fork: row, name, fork, value; separated by tabs. */
    void write(Path file, List<String> comments) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file))) {
            comments.forEach(comment -> out.println("# " + comment));
            out.println("row\tmeasure\tfork\tvalue");
            values.forEach(
                    (row, names) ->
                            names.forEach(
                                    (name, forks) -> {
                                        for (int i = 0; i < forks.size(); i++) {
                                            out.println(
                                                    String.join(
                                                            "\t",
                                                            row,
                                                            name,
                                                            "" + (i + 1),
                                                            "" + forks.get(i)));
                                        }
                                    }));
        }
    }
}
