package dev.slat.conformance.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One random scenario with the answers that the KVM of this host gave to it. */
final class LiveScenario {
    private static final int CALLS = 150;

    private LiveScenario() {}

    /** Asks {@code machine}; gives the lines of a scenario file. */
    static List<String> record(long seed, Kernel kernel, VectorMachine machine) {
        List<String> lines = new ArrayList<>();
        lines.add("vector 1");
        lines.add("needs kwrite");
        lines.add("kernels " + kernel.name() + "=" + KvmProbe.release());
        lines.add("# random, seed " + seed);
        lines.add(line("vm vcpu=1", machine));
        lines.add(line("mem A size=0x200000", machine));
        ScenarioGenerator generator = new ScenarioGenerator(seed, kernel);
        for (int i = 0; i < CALLS; i++) {
            String call = generator.next();
            Answer answer = machine.perform(operation(call));
            generator.told(answer);
            lines.add(call + " -> " + answer);
        }
        return lines;
    }

    private static String line(String call, VectorMachine machine) {
        return call + " -> " + machine.perform(operation(call));
    }

    private static Operation operation(String call) {
        return OperationParser.parse(List.of(call.split(" ")));
    }

    /** Saves a scenario where the user finds it. */
    static Path save(Path folder, long seed, List<String> lines) {
        Path file = folder.resolve("slat-vector-" + seed + ".kvm").toAbsolutePath();
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new VectorException(file + ": cannot be written: " + e.getMessage());
        }
    }
}
