package dev.slat.conformance.vectors;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Random scenarios on the KVM of this host and on ours. */
final class AgainstKvm {
    private AgainstKvm() {}

    /**
     * Runs scenarios of the seeds from {@code seed} on; one that differs is saved in {@code
     * folder}.
     *
     * @return whether there were no differences; true also without a KVM, which the output says
     */
    static boolean run(long seed, int count, MachineMaker maker, Path folder, PrintWriter out) {
        if (!KvmMachine.isThere()) {
            out.println("skipped: no /dev/kvm");
            out.flush();
            return true;
        }
        Kernel kernel = KvmProbe.kernel();
        out.printf(
                "seed %d, kernel %s: %d-bit guest addresses, %d address spaces%n",
                seed, KvmProbe.release(), kernel.addressBits(), kernel.addressSpaces());
        Replay replay = new Replay(maker, out);
        for (long s = seed; s < seed + count; s++) {
            List<String> lines;
            try (KvmMachine machine = KvmMachine.open()) {
                lines = LiveScenario.record(s, kernel, machine);
            }
            Path name = Path.of("seed-" + s);
            if (!replay.run(VectorParser.parse(name, lines))) {
                out.println("reproducer: " + LiveScenario.save(folder, s, lines));
            }
        }
        return replay.finish();
    }
}
