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
 * Runs random vector instructions on our hart and on qemu-user and compares registers, CSRs and
 * memory, as {@link Differential} does for the others.
 *
 * <pre>{@code dev.slat.conformance.VectorDifferential --count 10000 --seed 1 --vlen 256}</pre>
 */
public final class VectorDifferential {
    /** Sequences in one qemu process. */
    private static final int BATCH = 200;

    /** Units in a sequence. */
    private static final int LENGTH = 50;

    private static final int MAX_SHRUNK = 10;

    private final long seed;
    private final int vectorLength;
    private final PrintStream out;
    private final Path reproducers;
    private int passed;
    private int failed;

    VectorDifferential(long seed, int vectorLength, PrintStream out, Path reproducers) {
        this.seed = seed;
        this.vectorLength = vectorLength;
        this.out = out;
        this.reproducers = reproducers;
    }

    /** Options: {@code --count} of sequences, {@code --seed}, {@code --vlen} in bits. */
    public static void main(String[] args) {
        int count = 2000;
        int vectorLength = 128;
        long seed = System.nanoTime();
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--count" -> count = Integer.parseInt(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--vlen" -> vectorLength = Integer.parseInt(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        Path reproducers = Path.of("reproducers");
        var differential = new VectorDifferential(seed, vectorLength, System.out, reproducers);
        System.exit(differential.run(count) == 0 ? 0 : 1);
    }

    /** Runs this many sequences; returns how many failed. */
    int run(int count) {
        out.printf("seed %d, VLEN %d%n", seed, vectorLength);
        var generator = new VectorGenerator(new Random(seed), new VectorLayout(vectorLength));
        for (int left = count; left > 0; left -= BATCH) {
            List<VectorSequence> sequences = new ArrayList<>();
            for (int i = 0; i < Math.min(left, BATCH); i++) {
                sequences.add(generator.next(LENGTH));
            }
            check(sequences);
        }
        out.printf("%d passed, %d failed%n", passed, failed);
        return failed;
    }

    private void check(List<VectorSequence> sequences) {
        VectorBatch batch = new VectorBatch(sequences);
        byte[] qemu = batch.onQemu();
        SlatHart.Ending slat = batch.onSlat();
        for (int i = 0; i < sequences.size(); i++) {
            VectorSequence sequence = sequences.get(i);
            if (slat.problem() != null) {
                count(sequence, differences(sequence));
                continue;
            }
            byte[] expected = batch.block(qemu, i);
            byte[] actual = batch.block(slat.output(), i);
            count(sequence, sequence.layout().differences(expected, actual));
        }
    }

    /** What differs when a sequence runs alone. */
    static List<String> differences(VectorSequence sequence) {
        VectorBatch batch = new VectorBatch(List.of(sequence));
        SlatHart.Ending slat = batch.onSlat();
        return slat.problem() != null
                ? List.of(slat.problem())
                : sequence.layout().differences(batch.onQemu(), slat.output());
    }

    private void count(VectorSequence sequence, List<String> differences) {
        if (differences.isEmpty()) {
            passed++;
            return;
        }
        failed++;
        if (failed <= MAX_SHRUNK) {
            VectorSequence smallest = shrink(sequence);
            for (List<Integer> unit : smallest.units()) {
                unit.forEach(word -> out.printf("    .word 0x%08x%n", word));
            }
            differences(smallest).forEach(line -> out.println("  " + line));
            out.println("  reproducer: " + write(smallest));
        }
    }

    /** The same sequence without any unit that it does not need to differ. */
    private static VectorSequence shrink(VectorSequence sequence) {
        @Nullable VectorSequence smaller = sequence;
        VectorSequence smallest = sequence;
        while (smaller != null) {
            smallest = smaller;
            smaller = null;
            for (int i = smallest.units().size() - 1; i >= 0; i--) {
                VectorSequence less = smallest.without(i);
                if (!differences(less).isEmpty()) {
                    smallest = less;
                    smaller = less;
                }
            }
        }
        return smallest;
    }

    private Path write(VectorSequence sequence) {
        try {
            Files.createDirectories(reproducers);
            Path file =
                    reproducers.resolve(
                            "vector%d-seed%d-%d.txt".formatted(vectorLength, seed, failed));
            return Files.writeString(file, sequence.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
