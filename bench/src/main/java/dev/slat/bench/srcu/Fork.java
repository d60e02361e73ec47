package dev.slat.bench.srcu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the process of a row and reads what it has measured. */
final class Fork {
    /** Several times what the slowest row takes on a busy machine. */
    private static final long MOST_SECONDS = 120;

    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", // no thread of the collector runs beside
                    "-Xms256m",
                    "-Xmx512m",
                    "-XX:-UsePerfData",
                    // A batch is one call, compiled by itself.
                    "-XX:CompileCommand=quiet",
                    "-XX:CompileCommand=dontinline,dev.slat.bench.srcu.*::run",
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-exports=java.base/jdk.internal.foreign=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"));

    private final List<String> settings;
    private final Path programs;

    /**
     * Forks with the same settings.
     *
     * @param settings options of each JVM
     * @param programs the folder of the C programs
     */
    Fork(List<String> settings, Path programs) {
        this.settings = settings;
        this.programs = programs;
    }

    /** Whether the row can be measured here. */
    boolean canRun(Row row) {
        return !row.table().isC() || Files.isExecutable(program(row));
    }

    private Path program(Row row) {
        return programs.resolve("urcu-" + row.arguments().getFirst());
    }

    void run(Row row, Results results) throws IOException, InterruptedException {
        Path output = Files.createTempFile("srcu-bench", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command(row))
                            .redirectOutput(output.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectInput(new File("/dev/null"))
                            .start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(row.id() + " takes more than " + MOST_SECONDS + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IOException(row.id() + " ended with " + process.exitValue());
            }
            for (String line : Files.readAllLines(output)) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[0].equals("=")) {
                    results.add(row.id(), words[1], Double.parseDouble(words[2]));
                }
            }
        } finally {
            Files.delete(output);
        }
    }

    private List<String> command(Row row) {
        List<String> command = new ArrayList<>();
        if (row.table().isC()) {
            command.add(program(row).toString());
            command.addAll(row.arguments().subList(1, row.arguments().size()));
        } else {
            command.addAll(JVM);
            command.addAll(settings);
            command.addAll(row.options());
            command.add(Child.class.getName());
            command.addAll(row.arguments());
        }
        return command;
    }
}
