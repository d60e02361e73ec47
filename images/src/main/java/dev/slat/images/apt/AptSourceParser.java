package dev.slat.images.apt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads both forms of apt's source list: the stanzas of deb822 and the older one-line form. */
final class AptSourceParser {
    private AptSourceParser() {}

    /** The enabled binary sources of a {@code .sources} file. */
    static List<AptSource> deb822(String text) {
        var sources = new ArrayList<AptSource>();
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        String last = null;
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.isBlank()) {
                addTo(sources, fields);
                fields.clear();
                last = null;
            } else if (Character.isWhitespace(line.charAt(0)) && last != null) {
                fields.merge(last, line, (before, more) -> before + "\n" + more);
            } else if (line.indexOf(':') > 0) {
                last = line.substring(0, line.indexOf(':')).strip();
                fields.put(last, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return sources;
    }

    private static void addTo(List<AptSource> sources, Map<String, String> fields) {
        String enabled = fields.getOrDefault("Enabled", "yes").toLowerCase(Locale.ROOT);
        boolean off = List.of("no", "false", "0", "off", "without", "disable").contains(enabled);
        if (!off && words(fields.get("Types")).contains("deb")) {
            sources.add(
                    new AptSource(
                            words(fields.get("URIs")),
                            words(fields.get("Suites")),
                            words(fields.get("Components")),
                            fields));
        }
    }

    /**
     * The binary sources of a {@code .list} file: {@code deb [option=value …] uri suite
     * component…}.
     */
    static List<AptSource> oneLine(String text) {
        return text.lines()
                .map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
                .map(String::strip)
                .filter(line -> line.startsWith("deb ") || line.startsWith("deb\t"))
                .flatMap(line -> entry(line.substring(4).strip()))
                .toList();
    }

    private static Stream<AptSource> entry(String line) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        String rest = line;
        if (rest.startsWith("[") && rest.contains("]")) {
            for (String option : words(rest.substring(1, rest.indexOf(']')))) {
                int sign = option.indexOf('=');
                if (sign > 0) {
                    String value = option.substring(sign + 1).replace(',', ' ');
                    options.put(option.substring(0, sign), value);
                }
            }
            rest = rest.substring(rest.indexOf(']') + 1);
        }
        List<String> parts = words(rest);
        if (parts.size() < 2) {
            return Stream.of();
        }
        return Stream.of(
                new AptSource(
                        parts.subList(0, 1),
                        parts.subList(1, 2),
                        parts.subList(2, parts.size()),
                        options));
    }

    private static List<String> words(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        return Arrays.asList(text.strip().split("\\s+", -1));
    }
}
