package dev.slat.conformance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs random instruction sequences on our hart and on qemu-user and compares all registers, flags
 * and memory. What differs is shrunk, shown as assembly, and written to a reproducer file.
 *
 * <pre>{@code dev.slat.conformance.Differential --count 10000 --seed 1}</pre>
 */
public final class Differential {
    /** Sequences in one qemu process: enough to make its start cheap. */
    private static final int BATCH = 200;

    private static final int LENGTH = 100;

    /** Findings that are shrunk; the rest of a badly broken run is only counted. */
    private static final int MAX_SHRUNK = 10;

    private final long seed;
    private final PrintStream out;
    private final Path reproducers;
    private int passed;
    private int failed;

    Differential(long seed, PrintStream out, Path reproducers) {
        this.seed = seed;
        this.out = out;
        this.reproducers = reproducers;
    }

    /** Options: {@code --count} of sequences, {@code --seed}. Exit status 1 if any failed. */
    public static void main(String[] args) {
        int count = 2000;
        long seed = System.nanoTime();
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--count" -> count = Integer.parseInt(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        int failed = new Differential(seed, System.out, Path.of("reproducers")).run(count);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Runs this many sequences; returns how many failed. */
    int run(int count) {
        out.printf("seed %d%n", seed);
        SequenceGenerator generator = new SequenceGenerator(new Random(seed));
        for (int left = count; left > 0; left -= BATCH) {
            List<Sequence> sequences = new ArrayList<>();
            for (int i = 0; i < Math.min(left, BATCH); i++) {
                sequences.add(generator.next(LENGTH));
            }
            check(sequences);
        }
        out.printf("%d passed, %d failed%n", passed, failed);
        return failed;
    }

    private void check(List<Sequence> sequences) {
        Batch batch = new Batch(sequences);
        List<Block> qemu = QemuUser.run(batch);
        Outcome slat = SlatHart.run(batch);
        for (int i = 0; i < sequences.size(); i++) {
            Sequence sequence = sequences.get(i);
            if (slat.problem() != null) {
                count(Finding.of(sequence));
                continue;
            }
            List<String> differences = Block.differences(qemu.get(i), slat.blocks().get(i));
            count(differences.isEmpty() ? null : new Finding(sequence, differences));
        }
    }

    private void count(@Nullable Finding finding) {
        if (finding == null) {
            passed++;
            return;
        }
        failed++;
        if (failed <= MAX_SHRUNK) {
            Finding smallest = finding.shrink();
            out.print(smallest.report());
            out.println("  reproducer: " + write(smallest));
        }
    }

    private Path write(Finding finding) {
        try {
            Files.createDirectories(reproducers);
            Path file = reproducers.resolve("seed%d-%d.txt".formatted(seed, failed));
            return Files.writeString(file, finding.sequence().text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
