package dev.slat.conformance.vectors;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Slat's guest memory beside the real KVM: golden vectors, and random ones live.
 *
 * <p>Threads: any, one call at a time; a call works on its own machines. Output is one line for
 * each difference and a last line {@code N passed, N failed}, where N are files.
 */
public final class Vectors {
    private Vectors() {}

    /**
     * Replays scenario files.
     *
     * @param paths files, and folders that are searched for *.kvm
     * @return whether Slat gave every answer that KVM gave
     * @throws VectorException for a path that does not exist and a file that is no scenario, before
     *     anything was run
     */
    public static boolean replay(List<Path> paths, PrintWriter out) {
        return Replay.of(paths, SlatMachine::create, out);
    }

    /**
     * Runs random scenarios on this host's KVM and on Slat; without a KVM says so and is content.
     *
     * @param seed of the first scenario; each next one has the next number
     * @param count how many scenarios
     * @return whether there was no difference; those that differ were saved in the current folder
     * @throws VectorException if the KVM that is there cannot be used
     */
    public static boolean againstKvm(long seed, int count, PrintWriter out) {
        return AgainstKvm.run(seed, count, SlatMachine::create, Path.of(""), out);
    }
}
