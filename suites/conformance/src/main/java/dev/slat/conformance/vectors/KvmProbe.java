package dev.slat.conformance.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what kind of KVM this host has, by asking it. */
final class KvmProbe {
    private static final int WIDEST = 57;
    private static final int NARROWEST = 32;
    private static final long PAGE = 4096;

    private KvmProbe() {}

    /** The parameters of the host's kernel. */
    static Kernel kernel() {
        try (KvmMachine machine = KvmMachine.open()) {
            machine.newVm(new Operation.NewVm(false));
            Answer spaces = machine.check(new Operation.Check(Capability.MULTI_ADDRESS_SPACE));
            int count = spaces instanceof Answer.Result n ? Math.max(1, (int) n.number()) : 1;
            return Kernel.live(width(machine), count);
        }
    }

    /** The last page below a power of two is accepted up to the width. */
    private static int width(KvmMachine machine) {
        for (int bits = WIDEST; bits > NARROWEST; bits--) {
            long gpa = (1L << bits) - PAGE;
            Answer answer =
                    machine.setRegion(
                            new Operation.SetRegion(0, gpa, PAGE, HostRegion.start('A'), 0));
            if (answer.equals(Answers.DONE)) {
                machine.setRegion(new Operation.SetRegion(0, gpa, 0, HostRegion.start('A'), 0));
                return bits;
            }
        }
        return NARROWEST;
    }

    /** The host kernel's release, as uname(2) has it. */
    static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
