package dev.slat.images.apt;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Runs one of apt's programs and tells its errors from its output. */
final class AptProgram {
    private static final int KEPT_LINES = 200;

    private AptProgram() {}

    /**
     * Runs {@code command} in {@code folder} with nothing to read, in English, and waits for its
     * end.
     *
     * @param output hears each line of its standard output
     * @throws AptException with the program's first error, if it fails
     */
    static void run(Path folder, List<String> command, Consumer<String> output)
            throws AptException, IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectInput(new File("/dev/null"));
        Process process = builder.start();
        try {
            var errors = new ConcurrentLinkedQueue<String>();
            Thread drain = Thread.ofVirtual().start(() -> drain(process.errorReader(), errors));
            try (var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    output.accept(line);
                }
            }
            int status = process.waitFor();
            drain.join();
            if (status != 0) {
                throw new AptException(firstError(new ArrayList<>(errors), command, status));
            }
        } finally {
            process.destroy();
        }
    }

    private static void drain(BufferedReader reader, ConcurrentLinkedQueue<String> lines) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (lines.size() > KEPT_LINES) {
                    lines.poll();
                }
            }
        } catch (IOException e) {
            lines.add("E: " + e.getMessage());
        }
    }

    private static String firstError(List<String> lines, List<String> command, int status) {
        return lines.stream()
                .filter(line -> line.startsWith("E: "))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElseGet(() -> command.getFirst() + " ended with status " + status);
    }
}
