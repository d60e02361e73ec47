package dev.slat.conformance.fuzz;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Runs random guests until the time is over or one has done what none may do: end in an error that
 * is not typed, hang although it was told to stop, or touch memory outside its own.
 *
 * <p>Case n of seed s has the seed s + n, so that a failure is reproduced by its own seed and one
 * case. Threads: the caller's, and one that tells harts to stop.
 */
public final class IsaFuzz {
    private IsaFuzz() {}

    /**
     * Runs cases.
     *
     * @param most cases at most
     * @return whether none failed
     */
    public static boolean run(Duration time, long seed, long most, PrintWriter out) {
        long end = System.nanoTime() + time.toNanos();
        Map<FuzzKind, Long> byKind = new EnumMap<>(FuzzKind.class);
        long cases = 0;
        try (FuzzGuest guest = new FuzzGuest()) {
            while (cases < most && System.nanoTime() < end) {
                long caseSeed = seed + cases;
                FuzzKind kind = FuzzKind.of(caseSeed);
                String problem = problem(guest, kind, caseSeed);
                cases++;
                byKind.merge(kind, 1L, Long::sum);
                if (problem != null) {
                    out.println(problem);
                    out.printf(
                            "FAILURE: %s case; again: ./slat fuzz isa --seed %d --cases 1%n",
                            kind, caseSeed);
                    out.flush();
                    return false;
                }
            }
        }
        out.printf("SUCCESS: %d cases, seed %d:", cases, seed);
        for (FuzzKind kind : FuzzKind.values()) {
            out.printf(" %d %s", byKind.getOrDefault(kind, 0L), kind);
        }
        out.println();
        out.flush();
        return true;
    }

    private static @Nullable String problem(FuzzGuest guest, FuzzKind kind, long seed) {
        return kind == FuzzKind.FILE ? FuzzFile.problem(seed) : guest.problem(kind, seed);
    }
}
