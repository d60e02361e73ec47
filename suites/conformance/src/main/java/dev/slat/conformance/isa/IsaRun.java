package dev.slat.conformance.isa;

import dev.slat.machine.BootException;
import dev.slat.machine.ExitStatus;
import dev.slat.machine.RebootPolicy;
import dev.slat.machine.VirtualMachine;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** One test program on a machine of its own. One thread. */
final class IsaRun {
    /** How often the host looks for a word of the program: at once after one, then more rarely. */
    private static final long SHORTEST_NAP = 20_000;

    private static final long LONGEST_NAP = 1_000_000;

    private final Path program;
    private final ElfSymbols symbols;
    private final IsaOptions options;
    private final PrintWriter console;

    /**
     * A program to be run.
     *
     * @throws IsaException if the file is no ELF file
     */
    IsaRun(Path program, IsaOptions options, PrintWriter console) {
        this.program = program;
        this.symbols = ElfSymbols.read(program);
        this.options = options;
        this.console = console;
    }

    /**
     * Runs the program to its end.
     *
     * @return what is wrong with it, or null if it passed
     * @throws IsaException if the machine cannot load it, or it has not the signature asked for
     */
    @Nullable String call() throws InterruptedException {
        try (VirtualMachine machine = build()) {
            Ending ending = new Ending(machine);
            machine.start();
            String problem = await(machine, ending);
            machine.stop();
            machine.awaitExit();
            if (options.signature() != null) {
                Signature.write(
                        program,
                        symbols,
                        machine.memory(),
                        options.signature(),
                        options.granularity());
            }
            return problem;
        }
    }

    private VirtualMachine build() {
        try {
            return VirtualMachine.builder()
                    .firmware(program)
                    .memory(options.memory())
                    .harts(options.harts())
                    .isa(options.isa())
                    .output(OutputStream.nullOutputStream())
                    .onReboot(RebootPolicy.EXIT)
                    .build();
        } catch (BootException e) {
            throw new IsaException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String await(VirtualMachine machine, Ending ending) {
        HostInterface host = host(machine);
        long deadline = System.nanoTime() + options.timeout().toNanos();
        long nap = SHORTEST_NAP;
        while (true) {
            boolean ended = ending.status != null; // first: its last word is seen below
            if (host != null && host.isAsked()) {
                OptionalLong code = host.serve();
                if (code.isPresent()) {
                    return code.getAsLong() == 0 ? null : "exit code " + code.getAsLong();
                }
                nap = SHORTEST_NAP;
            } else if (ended) {
                return judge(ending.status);
            }
            if (System.nanoTime() - deadline >= 0) {
                return "no end after " + options.timeout().toMillis() + " ms";
            }
            LockSupport.parkNanos(nap);
            nap = Math.min(2 * nap, LONGEST_NAP);
        }
    }

    private @Nullable HostInterface host(VirtualMachine machine) {
        OptionalLong tohost = symbols.value("tohost");
        if (tohost.isEmpty()) {
            return null; // it may end by the test finisher
        }
        long at = tohost.getAsLong();
        if (at % Long.BYTES != 0 || !machine.memory().isBacked(at, Long.BYTES, true)) {
            throw new IsaException(
                    "program %s has its tohost at 0x%x, which is not in its memory"
                            .formatted(program, at));
        }
        return new HostInterface(machine.memory(), at, symbols.value("fromhost"), console);
    }

    private static @Nullable String judge(@Nullable ExitStatus status) {
        if (status == null || status.kind() == ExitStatus.Kind.POWEROFF) {
            return null;
        }
        return status.kind() == ExitStatus.Kind.FAILURE
                ? "exit code " + status.code()
                : "ended by " + status;
    }

    /** Waits, on a thread of its own, for a program that ends its machine. */
    private static final class Ending {
        private volatile @Nullable ExitStatus status;

        Ending(VirtualMachine machine) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    status = machine.awaitExit();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }
    }
}
