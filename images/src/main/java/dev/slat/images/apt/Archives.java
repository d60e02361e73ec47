package dev.slat.images.apt;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where to look for riscv64 packages, made from the host's own sources and nothing else.
 *
 * <p>A host seldom has riscv64 in its own suite: bookworm has none, and Ubuntu keeps it on another
 * server. So each candidate is the host's source list with one thing changed, and apt itself is
 * asked, in order, which of them offers the packages: first the suite as it is, then the newer
 * releases of the same archive under the names that every archive has for them, with the same
 * pockets (updates, security), so that the newest kernel wins.
 */
final class Archives {
    private static final List<String> POCKETS = List.of("-updates", "-security", "/updates");
    private static final Set<String> RELEASE_NAMES =
            Set.of("oldoldstable", "oldstable", "stable", "testing", "unstable", "sid", "devel");

    private Archives() {}

    /** A list of sources to ask, with the name of its release for messages. */
    record Candidate(String release, List<AptSource> sources) {}

    static List<Candidate> candidates(List<AptSource> host, HostRelease release) {
        List<AptSource> stock =
                host.stream()
                        .filter(source -> source.components().contains("main"))
                        .map(source -> source.withSuites(stockSuites(source, release)))
                        .filter(source -> !source.suites().isEmpty())
                        .filter(source -> source.uris().stream().noneMatch(Archives::isDisc))
                        .toList();
        var names = new LinkedHashSet<String>();
        stock.forEach(source -> source.suites().forEach(suite -> names.add(base(suite))));
        List<String> own = List.copyOf(names);
        var all = new ArrayList<Candidate>();
        for (var move : moves(release)) {
            for (String name : own) {
                add(all, name, stock, move, suite -> base(suite).equals(name) ? suite : "");
            }
        }
        for (var move : moves(release)) {
            for (String newer : release.newer()) {
                if (!names.contains(newer)) {
                    add(all, newer, stock, move, suite -> newer + pocket(suite));
                }
            }
        }
        return all;
    }

    private static void add(
            List<Candidate> all,
            String name,
            List<AptSource> stock,
            UnaryOperator<String> move,
            UnaryOperator<String> rename) {
        List<AptSource> sources =
                stock.stream()
                        .map(source -> source.withSuites(renamed(source.suites(), rename)))
                        .map(source -> source.movedBy(move))
                        .filter(source -> !source.suites().isEmpty())
                        .distinct()
                        .toList();
        var candidate = new Candidate(name, sources);
        if (!sources.isEmpty() && !all.contains(candidate)) {
            all.add(candidate);
        }
    }

    private static List<String> renamed(List<String> suites, UnaryOperator<String> rename) {
        return suites.stream().map(rename).filter(s -> !s.isEmpty()).distinct().toList();
    }

    private static List<String> stockSuites(AptSource source, HostRelease release) {
        return source.suites().stream()
                .filter(
                        suite ->
                                release.codenames().contains(base(suite))
                                        || RELEASE_NAMES.contains(base(suite)))
                .toList();
    }

    private static String base(String suite) {
        return suite.substring(0, suite.length() - pocket(suite).length());
    }

    private static String pocket(String suite) {
        return POCKETS.stream().filter(suite::endsWith).findFirst().orElse("");
    }

    private static boolean isDisc(String uri) {
        return uri.startsWith("cdrom:");
    }

    /**
     * Ubuntu serves its younger architectures from a sister archive: {@code …/ubuntu-ports} on the
     * same mirror, or the server {@code ports} of the same domain. The keys are the same, so apt's
     * check of the signature holds whatever address this guess gives.
     */
    private static List<UnaryOperator<String>> moves(HostRelease release) {
        return release.ubuntu()
                ? List.of(UnaryOperator.identity(), Archives::sisterFolder, Archives::sisterServer)
                : List.of(UnaryOperator.identity());
    }

    private static String sisterFolder(String uri) {
        return uri.replaceFirst("/ubuntu/?$", "/ubuntu-ports");
    }

    private static String sisterServer(String uri) {
        String host = URI.create(uri).getHost();
        if (host == null) {
            return uri;
        }
        String ports = host.replaceFirst("^(.*\\.)?(archive|security)\\.", "ports.");
        return ports.equals(host) ? uri : sisterFolder(uri).replace(host, ports);
    }
}
