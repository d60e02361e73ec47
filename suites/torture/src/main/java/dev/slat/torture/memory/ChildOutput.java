package dev.slat.torture.memory;

import dev.slat.torture.run.Report;
import dev.slat.torture.run.Verdict;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** What a process says: handed on line by line, all but its verdict, which is kept. */
final class ChildOutput {
    private final Report report;
    private volatile @Nullable Verdict verdict;

    ChildOutput(Report report) {
        this.report = report;
    }

    /** Reads to the end, on a thread that is returned. */
    Thread read(Process process) {
        return Thread.ofVirtual().start(() -> read(process.inputReader()));
    }

    private void read(BufferedReader lines) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Verdict> parsed = Verdict.parse(line);
                parsed.ifPresent(found -> verdict = found);
                if (parsed.isEmpty()) {
                    report.say(line);
                }
            }
        } catch (IOException e) {
            report.say("the output of the process cannot be read: " + e.getMessage());
        }
    }

    Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }
}
