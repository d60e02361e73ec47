package dev.slat.conformance.isa.set;

import dev.slat.assembler.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The programs of the set. Threads: any. */
public final class ArchitectureSet {
    private static final Map<String, Supplier<Program>> PROGRAMS =
            new TreeMap<>(
                    Map.of(
                            "counters", CounterProgram::make,
                            "csrs", CsrProgram::make,
                            "delegation", DelegationProgram::make,
                            "interrupts", InterruptProgram::make,
                            "paging-sv39", () -> PagingProgram.make(3),
                            "paging-sv48", () -> PagingProgram.make(4),
                            "pmp", PmpProgram::make,
                            "refusals", RefusalProgram::make,
                            "traps", TrapProgram::make));

    private ArchitectureSet() {}

    /** The names of the programs. */
    public static List<String> names() {
        return List.copyOf(PROGRAMS.keySet());
    }

    /**
     * Writes the programs as ELF files.
     *
     * @return the files, in the order of their names
     * @throws IOException if the folder cannot be written
     */
    public static List<Path> write(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (var entry : PROGRAMS.entrySet()) {
            Path file = folder.resolve(entry.getKey() + ".elf");
            Files.write(file, BareElf.of(entry.getValue().get()));
            files.add(file);
        }
        return files;
    }
}
