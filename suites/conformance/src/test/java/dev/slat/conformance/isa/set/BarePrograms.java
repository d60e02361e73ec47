package dev.slat.conformance.isa.set;

import dev.slat.assembler.Assembler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Small programs for tests of the runner. */
final class BarePrograms {
    private BarePrograms() {}

    /** A file with a program of the set's kind. */
    static Path write(Path file, Consumer<Assembler> body) throws IOException {
        Bare bare = new Bare();
        body.accept(bare.code());
        return Files.write(file, BareElf.of(bare.assemble()));
    }
}
