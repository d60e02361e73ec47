package dev.slat.riscv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Runs a flat binary such as bench/guest/int.c and prints millions of guest instructions per second
 * of this thread's CPU time, which other load on the machine disturbs less than wall time. Not a
 * test: {@code java dev.slat.riscv.GuestSpeed int.bin 2000 5}.
 */
final class GuestSpeed {
    private GuestSpeed() {}

    /** Arguments: the binary, its rounds, the number of runs. */
    public static void main(String[] arguments) throws IOException {
        byte[] program = Files.readAllBytes(Path.of(arguments[0]));
        long rounds = Long.parseLong(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        long entry = TestMachine.RAM + 0x20_0000;
        try (TestMachine machine = new TestMachine(16 << 20)) {
            machine.write(entry, program);
            for (int i = 0; i < runs; i++) {
                Hart hart = machine.hart;
                hart.reset(entry, 0, rounds);
                long before = hart.instructionsRetired();
                long start = cpuNanos();
                hart.run();
                double seconds = (cpuNanos() - start) * 1e-9;
                long instructions = hart.instructionsRetired() - before;
                System.out.printf(
                        Locale.ROOT,
                        "run %d: %d instructions, %.3f s of CPU, %.1f MIPS, checksum %x%n",
                        i,
                        instructions,
                        seconds,
                        instructions / seconds * 1e-6,
                        hart.register(11));
            }
        }
    }

    private static long cpuNanos() throws IOException {
        String schedstat = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }
}
