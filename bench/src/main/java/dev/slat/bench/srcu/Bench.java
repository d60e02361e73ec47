package dev.slat.bench.srcu;

import dev.slat.srcu.Srcu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code ./dev bench srcu}: all rows, fork by fork, so that a slow hour of the machine meets all of
 * them; then the tables, and what was promised beside what was measured. Fails only if something
 * does not run.
 */
public final class Bench {
    private static final String USAGE =
            "usage: bench srcu [--quick] [--forks N] [--only PATTERN] [--list]";

    private int forks = 3;
    private List<String> settings = List.of();
    private Pattern only = Pattern.compile("");

    private Bench() {}

    /** See the class. */
    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(new Bench().run(args));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private int run(String[] args) throws IOException, InterruptedException {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> {
                    forks = 1;
                    settings =
                            List.of(
                                    "-Dbench.rounds=1000",
                                    "-Dbench.pairs=200",
                                    "-Dbench.seconds=1");
                }
                case "--forks" -> forks = Integer.parseInt(value(args, ++i));
                case "--only" -> only = Pattern.compile(value(args, ++i));
                case "--list" -> {
                    Plan.rows().forEach(row -> System.out.println(row.id() + "\t" + row.label()));
                    return 0;
                }
                default -> throw new IllegalArgumentException("unknown option '" + args[i] + "'");
            }
        }
        return measure() ? 0 : 1;
    }

    private static String value(String[] args, int i) {
        if (i == args.length) {
            throw new IllegalArgumentException(args[i - 1] + " needs a value");
        }
        return args[i];
    }

    /** Whether all rows ran. */
    private boolean measure() throws IOException, InterruptedException {
        List<Row> rows =
                Plan.rows().stream()
                        .filter(row -> only.matcher(row.id() + " " + row.label()).find())
                        .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no row matches '" + only + "'; see --list");
        }
        Path target = Path.of(System.getProperty("bench.target", "bench/target"));
        Fork fork = new Fork(settings, target);
        Results results = new Results();
        double loadBefore = load();
        long start = System.nanoTime();
        boolean allRan = true;
        for (int i = 0; i < forks; i++) {
            for (Row row : rows) {
                progress("%d/%d %s".formatted(i + 1, forks, row.id()));
                allRan &= !fork.canRun(row) || runs(fork, row, results);
            }
        }
        progress("");
        List<String> heading =
                List.of(
                        "%s %s; %d processors; barrier %s"
                                .formatted(
                                        System.getProperty("java.vm.name"),
                                        System.getProperty("java.vm.version"),
                                        Runtime.getRuntime().availableProcessors(),
                                        Srcu.barrier()),
                        "%d forks of each row, %d s; load %.1f before, %.1f after"
                                .formatted(
                                        forks,
                                        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                                        loadBefore,
                                        load()));
        heading.forEach(System.out::println);
        new Report(rows, results).print();
        Promises.print(results);
        Path file = target.resolve("srcu.tsv");
        results.write(file, heading);
        System.out.println();
        System.out.println("every value of every fork: " + file);
        return allRan;
    }

    private static boolean runs(Fork fork, Row row, Results results) throws InterruptedException {
        try {
            fork.run(row, results);
            return true;
        } catch (IOException e) {
            progress("");
            System.err.println("bench: " + e.getMessage());
            return false;
        }
    }

    /** On a terminal, one line that is written over. */
    private static void progress(String text) {
        if (Boolean.getBoolean("bench.progress")) {
            System.err.print("\r\033[K" + text);
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
