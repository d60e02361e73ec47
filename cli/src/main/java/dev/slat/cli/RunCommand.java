package dev.slat.cli;

import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code slat run}: boots a guest on this terminal. */
@Command(
        name = "run",
        description = {
            "Boots a guest. Without options: a stock kernel of Debian or Ubuntu with a busybox"
                    + " shell, fetched once through this machine's apt.",
            "",
            "Standard input and output are the guest's console; Slat's own messages go to standard"
                    + " error. On a terminal, Ctrl-A x leaves, Ctrl-A h lists the keys. The end of"
                    + " piped input reaches the guest as Ctrl-D."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the guest was powered off, or left with Ctrl-A x",
            "1:no guest could be had: nothing to fetch it from, or the host failed",
            "2:bad option, or a kernel or initrd that cannot be used",
            "124:the time given by --timeout ran out",
            "125:the guest panicked, never started, or restarted before its command ended",
            "130:left with Ctrl-A x before the command had ended",
            "141:nobody reads standard output any more",
            "N:with --exec, the status of the command"
        })
final class RunCommand implements Callable<Integer> {
    private static final int MAX_CPUS = 64;

    /** A screenful is of use; this is for those who pipe it into a file. */
    private static final int MAX_TRACE = 1 << 20;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description =
                    "Boot this instead: a RISC-V Linux Image (also gzip), or an ELF that is entered"
                            + " in S-mode with a0 = hart id and a1 = device tree.")
    @Nullable Path kernel;

    @Option(
            names = "--firmware",
            paramLabel = "FILE",
            description =
                    "Start this in M-mode, instead of Slat's own SBI, and let it start the kernel:"
                            + " OpenSBI's fw_dynamic or fw_jump, U-Boot; ELF, or raw for the start"
                            + " of RAM. --kernel may then be any file, or 'none'.")
    @Nullable Path firmware;

    @Option(
            names = "--initrd",
            paramLabel = "FILE",
            description = "The initramfs for --kernel; without it there is none.")
    @Nullable Path initrd;

    @Option(
            names = "--append",
            paramLabel = "TEXT",
            description = "Text for the end of the kernel's command line.")
    String append = "";

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description = "The guest's memory: 512M, 2G; a bare number is MiB. Default: 512M.")
    long memory = 512L << 20;

    // One, as QEMU and Firecracker have it: each is a thread of this process that may take a core.
    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "The guest's processors, each a thread here. Default: 1.")
    int cpus = 1;

    @Option(
            names = "--isa",
            paramLabel = "ISA",
            converter = IsaOption.class,
            description =
                    "The extensions that the processors have: rv64gc, rv64imac_zba_zbb."
                            + " Default: all there are.")
    Isa isa = Isa.all();

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "Run this with the guest's sh instead of a shell. Only its output is printed,"
                            + " and its status is the exit status.")
    @Nullable String exec;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            description = "Stop the guest after this time: 90, 10s, 5m.")
    @Nullable Duration timeout;

    @Option(
            names = "--quiet",
            description = "No kernel messages, and none from Slat unless something fails.")
    boolean quiet;

    @Option(
            names = "--gdb",
            paramLabel = "WHERE",
            description =
                    "Take GDB's connections at :PORT (this host only), HOST:PORT or the path of a"
                            + " Unix socket. A connection stops the guest.")
    @Nullable String gdb;

    @Option(
            names = "--gdb-wait",
            description = "With --gdb: do not run the guest before GDB lets it go on.")
    boolean gdbWait;

    @Option(
            names = "--trace",
            paramLabel = "N",
            description =
                    "Show the last N instructions of each processor when the guest fails or its"
                            + " time runs out.")
    int trace;

    @Override
    public Integer call() throws Exception {
        check();
        var debug = new DebugOptions(gdb, gdbWait, trace);
        var options =
                new RunOptions(
                        firmware, kernel, initrd, append, memory, cpus, isa, exec, timeout, quiet,
                        debug);
        return new Run(options, new Messages(System.err, quiet), MachineGuest::make).call();
    }

    private void check() {
        if (cpus < 1 || cpus > MAX_CPUS) {
            throw bad("--cpus " + cpus + " is not between 1 and " + MAX_CPUS);
        }
        if (RunOptions.NONE.equals(kernel)
                && (firmware == null || initrd != null || exec != null)) {
            throw bad("--kernel none is for --firmware alone, without --initrd and --exec");
        }
        if (initrd != null && kernel == null) {
            throw bad("--initrd " + initrd + " needs the --kernel that it belongs to");
        }
        if (initrd != null && exec != null) {
            throw bad(
                    "--exec runs in Slat's own initramfs, so it cannot be used with --initrd "
                            + initrd);
        }
        if (gdbWait && gdb == null) {
            throw bad("--gdb-wait needs a --gdb to wait for");
        }
        if (trace < 0 || trace > MAX_TRACE) {
            throw bad("--trace " + trace + " is not between 0 and " + MAX_TRACE);
        }
        if (exec != null && exec.isBlank()) {
            throw bad("--exec '" + exec + "' is no command");
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
