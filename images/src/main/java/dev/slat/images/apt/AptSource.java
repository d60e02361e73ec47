package dev.slat.images.apt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One entry of apt's source list (sources.list(5)): where packages are, and who signs them.
 *
 * @param uris the roots of the archive
 * @param suites the suites asked for, such as {@code stable} or {@code stable-security}
 * @param components the components, such as {@code main}
 * @param options further fields in deb822 spelling; of the host's only those are kept that say how
 *     to verify ({@link #KEPT}), and never one that turns verification off
 */
public record AptSource(
        List<String> uris,
        List<String> suites,
        List<String> components,
        Map<String, String> options) {

    /**
     * The options that must go along with a source; {@code Trusted} and its like are left behind.
     */
    static final List<String> KEPT = List.of("Signed-By", "Check-Valid-Until", "Check-Date");

    /** Copies what it is given. */
    public AptSource {
        uris = List.copyOf(uris);
        suites = List.copyOf(suites);
        components = List.copyOf(components);
        var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.forEach(
                (name, value) ->
                        KEPT.stream()
                                .filter(name::equalsIgnoreCase)
                                .forEach(known -> kept.put(known, value)));
        options = kept;
    }

    /** The same source with other suites. */
    AptSource withSuites(List<String> others) {
        return new AptSource(uris, others, components, options);
    }

    /** The same source at other addresses. */
    AptSource movedBy(UnaryOperator<String> move) {
        return new AptSource(uris.stream().map(move).toList(), suites, components, options);
    }

    /** This source as a stanza that asks for {@code main} of one architecture. */
    String stanza(String architecture) {
        var text = new StringBuilder("Types: deb\n");
        text.append("URIs: ").append(String.join(" ", uris)).append('\n');
        text.append("Suites: ").append(String.join(" ", suites)).append('\n');
        text.append("Components: main\n");
        text.append("Architectures: ").append(architecture).append('\n');
        options.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
