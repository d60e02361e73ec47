package dev.slat.conformance.vectors;

import java.nio.file.Path;

/** The vectors that the project brings along. */
final class GoldenVectors {
    static final Path FOLDER = Path.of("src/test/resources/vectors");

    private GoldenVectors() {}
}
