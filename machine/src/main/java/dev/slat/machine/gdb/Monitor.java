package dev.slat.machine.gdb;

import dev.slat.riscv.TracedInstruction;

import java.util.List;
import java.util.stream.Collectors;

/** The commands behind GDB's {@code monitor}. */
final class Monitor {
    private static final String HELP =
            """
            help   this list
            reset  restarts the guest
            quit   ends the machine
            trace  the last instructions of the chosen hart (needs --trace)
            """;

    private final DebugTarget target;
    private final Threads threads;

    Monitor(DebugTarget target, Threads threads) {
        this.target = target;
        this.threads = threads;
    }

    /** Runs a command; what it has to say. */
    String run(String command) {
        return switch (command.strip()) {
            case "help", "" -> HELP;
            case "reset" -> {
                target.reset().run();
                yield "the guest restarts when it continues\n";
            }
            case "quit" -> {
                target.kill().run();
                yield "";
            }
            case "trace" -> trace(threads.debugger().trace());
            default -> "no command '%s'; this is what there is:%n%s".formatted(command, HELP);
        };
    }

    private static String trace(List<TracedInstruction> instructions) {
        return instructions.stream()
                .map(
                        i ->
                                "%c %016x  %08x%n"
                                        .formatted("US?M".charAt(i.privilege()), i.pc(), i.word()))
                .collect(Collectors.joining());
    }
}
