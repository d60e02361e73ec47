package dev.slat.conformance.vectors;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Runs scenarios, one fresh machine each, tells of each difference and counts. One thread. */
final class Replay {
    private final MachineMaker maker;
    private final PrintWriter out;
    private int passed;
    private int failed;

    Replay(MachineMaker maker, PrintWriter out) {
        this.maker = maker;
        this.out = out;
    }

    /**
     * Reads all files before it runs the first.
     *
     * @return whether all passed
     * @throws VectorException if one cannot be read
     */
    static boolean of(List<Path> paths, MachineMaker maker, PrintWriter out) {
        List<Vector> vectors = VectorFiles.find(paths).stream().map(VectorParser::parse).toList();
        Replay replay = new Replay(maker, out);
        vectors.forEach(replay::run);
        return replay.finish();
    }

    /** Whether the machine gave the answers of its kernel. */
    boolean run(Vector vector) {
        Kernel kernel = Kernel.of(vector);
        List<Difference> differences;
        try (VectorMachine machine = maker.make(kernel)) {
            differences = VectorRunner.run(vector, machine, kernel.name());
        }
        differences.forEach(out::println);
        if (differences.isEmpty()) {
            passed++;
        } else {
            failed++;
        }
        return differences.isEmpty();
    }

    /** The last line; whether all passed. */
    boolean finish() {
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0;
    }
}
