package dev.slat.conformance.isa;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs bare test programs: each on a fresh board, in M-mode, at its own address, until it writes
 * its exit code to {@code tohost} or to the test finisher.
 *
 * <p>Output is what a program prints by {@code tohost}, then a line for it, and a last line {@code
 * N passed, N failed}. Threads: any, one call at a time.
 */
public final class IsaTests {
    private IsaTests() {}

    /**
     * Runs the programs one after the other.
     *
     * @return whether all passed
     * @throws IsaException for the first file that is no program for this machine
     */
    public static boolean run(List<Path> programs, IsaOptions options, PrintWriter out)
            throws InterruptedException {
        int failed = 0;
        for (Path program : programs) {
            @Nullable String problem = new IsaRun(program, options, out).call();
            if (problem == null) {
                out.println("pass  " + program);
            } else {
                failed++;
                out.println("FAIL  %s: %s".formatted(program, problem));
            }
            out.flush();
        }
        out.println("%d passed, %d failed".formatted(programs.size() - failed, failed));
        return failed == 0;
    }
}
