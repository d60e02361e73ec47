package dev.slat.conformance.isa;

import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How test programs are run.
 *
 * @param memory bytes of RAM, which begins at 0x80000000
 * @param harts all of which begin at the program's entry
 * @param isa the extensions that they have
 * @param timeout the most time for one program
 * @param signature where the signature goes; null for nowhere
 * @param granularity bytes of a word of the signature, each of which has a line: 1, 2, 4, 8 or 16
 */
public record IsaOptions(
        long memory,
        int harts,
        Isa isa,
        Duration timeout,
        @Nullable Path signature,
        int granularity) {}
