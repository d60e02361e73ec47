package dev.slat.cli;

import dev.slat.machine.BootException;
import dev.slat.machine.ExitStatus.Kind;
import dev.slat.machine.RebootPolicy;
import dev.slat.machine.VirtualMachine;
import dev.slat.machine.VirtualMachineBuilder;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guest on a {@link VirtualMachine}. */
final class MachineGuest implements Guest {
    private final VirtualMachine machine;
    private final RunOptions options;

    private MachineGuest(VirtualMachine machine, RunOptions options) {
        this.machine = machine;
        this.options = options;
    }

    /** Makes machines as {@link GuestMaker} says. */
    static Guest make(
            RunOptions options, GuestFiles files, OutputStream output, InputStream input) {
        VirtualMachineBuilder builder =
                VirtualMachine.builder()
                        .memory(options.memory())
                        .harts(options.cpus())
                        .isa(options.isa())
                        .commandLine(options.commandLine())
                        .output(output)
                        .input(input)
                        // A run decides about that, for it holds input back until the guest is up.
                        .onReboot(RebootPolicy.EXIT);
        files.kernel().ifPresent(builder::kernel);
        Optional.ofNullable(options.firmware()).ifPresent(builder::firmware);
        files.initramfs().ifPresent(builder::initrd);
        files.session().forEach(builder::appendInitrd);
        String gdb = options.debug().gdb();
        try {
            if (gdb != null) {
                builder.debugger(gdb, options.debug().waits());
            }
            builder.trace(options.debug().trace());
            return new MachineGuest(builder.build(), options);
        } catch (BootException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void start() {
        machine.start();
    }

    @Override
    public Ending awaitEnd() throws InterruptedException {
        var status = machine.awaitExit();
        return switch (status.kind()) {
            case Kind.POWEROFF -> new Ending.PoweredOff();
            case Kind.REBOOT -> new Ending.Reset();
            case Kind.PANIC -> new Ending.Failed("the guest's kernel panicked");
            case Kind.FAILURE ->
                    new Ending.Failed("the guest ended itself with the code " + status.code());
            case Kind.STOPPED -> new Ending.Failed("the machine was stopped");
            case Kind.CRASH ->
                    new Ending.Failed(
                            "slat itself failed, which is a defect: "
                                    + status.cause().map(Throwable::toString).orElse("no cause"));
        };
    }

    @Override
    public Optional<String> debugger() {
        return machine.debuggerAddress();
    }

    @Override
    public List<String> trace() throws InterruptedException {
        if (options.debug().trace() == 0) {
            return List.of();
        }
        machine.stop();
        machine.awaitExit();
        List<String> lines = new ArrayList<>();
        for (int cpu = 0; cpu < options.cpus(); cpu++) {
            lines.addAll(TraceText.lines(cpu, machine.trace(cpu)));
        }
        return lines;
    }

    @Override
    public void close() {
        machine.close();
    }
}
