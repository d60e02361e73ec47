package dev.slat.conformance.litmus;

import dev.slat.assembler.Program;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * All litmus programs, one after the other, and a table of what they ended in: every outcome with
 * its count, {@code !} before those that the memory model forbids.
 *
 * <p>Threads: the caller's, beside the harts of one guest at a time.
 */
public final class LitmusSuite {
    /** A guest needs some time to be compiled. */
    private static final Duration LEAST = Duration.ofMillis(200);

    /** A guest that is ready, and how its counts are read. */
    private record Entry(
            String name,
            int harts,
            Program program,
            IntPredicate forbidden,
            IntFunction<String> text) {}

    private LitmusSuite() {}

    private static boolean isStale(int key) {
        return key == 1;
    }

    private static String staleness(int key) {
        return key == 0 ? "new" : "stale";
    }

    /**
     * Runs all programs, or with {@code broken} only those that lack a fence and must fail.
     *
     * @param time for all of them together, at least a fifth of a second for each; a broken one
     *     runs until it fails, a minute at most
     * @param seed of the harts' delays
     * @return whether nothing forbidden was seen
     */
    public static boolean run(Duration time, long seed, boolean broken, PrintWriter out)
            throws InterruptedException {
        List<Entry> entries = broken ? broken(seed) : usual(seed);
        Duration each = time.dividedBy(entries.size());
        Duration share = each.compareTo(LEAST) < 0 ? LEAST : each;
        out.printf(
                "litmus: %d programs, %d ms each, seed %d%n",
                entries.size(), share.toMillis(), seed);
        long forbidden = 0;
        long instances = 0;
        int failed = 0;
        for (Entry entry : entries) {
            Map<Integer, Long> counts =
                    LitmusRun.counts(
                            entry.program,
                            entry.harts,
                            broken ? LEAST : share,
                            seen -> broken ? forbidden(entry, seen) > 0 : !seen.isEmpty());
            long total = counts.values().stream().mapToLong(Long::longValue).sum();
            long bad = forbidden(entry, counts);
            out.println(line(entry, counts, total, bad));
            out.flush();
            forbidden += bad;
            instances += total;
            failed += bad > 0 || total == 0 ? 1 : 0;
        }
        out.printf(
                "%s: %d programs, %d instances, %d forbidden outcomes, seed %d%n",
                failed == 0 ? "SUCCESS" : "FAILURE", entries.size(), instances, forbidden, seed);
        out.flush();
        return failed == 0;
    }

    private static List<Entry> usual(long seed) {
        List<Entry> entries = new ArrayList<>();
        LitmusPrograms.all().forEach(litmus -> entries.add(entry(litmus, seed)));
        entries.add(remote("remote fence.i", RemoteFences.code(true)));
        entries.add(remote("remote sfence.vma", RemoteFences.translations(true)));
        return entries;
    }

    private static List<Entry> broken(long seed) {
        return List.of(
                entry(LitmusPrograms.broken(), seed),
                remote("no remote fence.i", RemoteFences.code(false)),
                remote("no remote sfence.vma", RemoteFences.translations(false)));
    }

    private static Entry entry(Litmus litmus, long seed) {
        int harts = litmus.harts().size();
        return new Entry(
                litmus.name(),
                harts,
                LitmusKernel.of(litmus, seed),
                key -> litmus.forbidden().test(new Outcome(key)),
                key -> new Outcome(key).text(harts, litmus.last()));
    }

    private static Entry remote(String name, Program program) {
        return new Entry(name, 2, program, LitmusSuite::isStale, LitmusSuite::staleness);
    }

    private static long forbidden(Entry entry, Map<Integer, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> entry.forbidden.test(count.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String line(Entry entry, Map<Integer, Long> counts, long total, long bad) {
        String outcomes =
                counts.entrySet().stream()
                        .map(
                                count ->
                                        "%s%s (%d)"
                                                .formatted(
                                                        entry.forbidden.test(count.getKey())
                                                                ? "! "
                                                                : "",
                                                        entry.text.apply(count.getKey()),
                                                        count.getValue()))
                        .collect(Collectors.joining(", "));
        return "%-22s %d harts %12d instances %8d forbidden: %s"
                .formatted(entry.name, entry.harts, total, bad, outcomes);
    }
}
