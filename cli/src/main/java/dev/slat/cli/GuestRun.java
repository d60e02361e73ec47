package dev.slat.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A guest from its start to its end, its console joined to two streams.
 *
 * <p>Whatever happens first ends it: the guest itself, the user's key, the time limit, a closed
 * output. A guest that restarts gets a new machine, and the streams stay.
 */
final class GuestRun {
    private final RunOptions options;
    private final GuestFiles files;
    private final @Nullable String nonce;
    private final Messages messages;
    private final GuestMaker maker;
    private final HostInput input;
    private final OutputStream output;
    private final ConsoleTail tail = new ConsoleTail();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private OptionalInt status = OptionalInt.empty();
    private boolean begun;

    /**
     * Starts nothing yet.
     *
     * @param nonce what the marks of the guest's session carry; null if there is no session
     */
    GuestRun(
            RunOptions options,
            GuestFiles files,
            @Nullable String nonce,
            Messages messages,
            GuestMaker maker,
            InputStream input,
            OutputStream output) {
        this.options = options;
        this.files = files;
        this.nonce = nonce;
        this.messages = messages;
        this.maker = maker;
        this.input = new HostInput(input, nonce != null);
        this.output = output;
    }

    /**
     * Runs the guest to its end.
     *
     * @param typed whether a person types the input, so that Slat's own keys apply
     * @throws CommandException if no machine can be made of what was asked for
     */
    void call(boolean typed) throws InterruptedException, IOException {
        Ending last;
        do {
            last = boot(typed);
        } while (last instanceof Ending.Reset && options.exec() == null && !tail.showsPanic());
        ending.complete(last);
    }

    private Ending boot(boolean typed) throws InterruptedException, IOException {
        input.shut();
        Runnable closed = () -> end(new Ending.OutputClosed());
        var shown = new GuestOutput(output, tail, options.exec() != null, input::open, closed);
        OutputStream console = nonce == null ? shown : new MarkFilter(nonce, shown, shown::mark);
        try (InputStream view = input.view();
                Guest guest = maker.make(options, files, console, view)) {
            begin(typed);
            guest.debugger()
                    .ifPresent(where -> messages.say("GDB connects by: target remote " + where));
            guest.start();
            Ending how = await(guest);
            if (how instanceof Ending.Failed || how instanceof Ending.TimedOut) {
                guest.trace().forEach(messages::quote);
            }
            return how;
        } finally {
            status = shown.status();
        }
    }

    private void begin(boolean typed) {
        if (!begun) {
            begun = true;
            // Only now: what cannot be booted gets one line, which says why.
            messages.say(
                    "booting %s (memory %s, processors %d)%s"
                            .formatted(
                                    files.name(),
                                    MemorySize.text(options.memory()),
                                    options.cpus(),
                                    typed ? "; Ctrl-A x leaves" : ""));
            Runnable help = () -> messages.quote(Keys.HELP);
            Runnable leave = () -> end(new Ending.Left());
            input.start(typed ? new Keys(input::offer, leave, help) : null);
            new Watch(options, tail, ending).start();
        }
        if (nonce == null) {
            input.open();
        }
    }

    /** What ends this machine first: itself, or something from outside. */
    private Ending await(Guest guest) throws InterruptedException {
        var itself = new CompletableFuture<Ending>();
        Thread waiter =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        itself.complete(guest.awaitEnd());
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    } catch (RuntimeException e) {
                                        itself.complete(new Ending.Failed(e.toString()));
                                    }
                                });
        try {
            return (Ending) CompletableFuture.anyOf(itself, ending).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            waiter.interrupt();
        }
    }

    private void end(Ending how) {
        ending.complete(how);
    }

    /** Says on standard error what went wrong, if anything did, and what the process returns. */
    int report() {
        Ending how = ending.getNow(new Ending.Failed("the run was broken off"));
        if (status.isPresent() && options.exec() != null) {
            return status.getAsInt();
        }
        return switch (how) {
            case Ending.PoweredOff() -> ExitStatus.OK;
            case Ending.Left() -> options.exec() == null ? ExitStatus.OK : ExitStatus.INTERRUPTED;
            case Ending.OutputClosed() -> ExitStatus.OUTPUT_CLOSED;
            case Ending.TimedOut(var limit) -> {
                messages.error("stopped: the time limit of " + TimeLimit.text(limit) + " passed");
                yield ExitStatus.TIMED_OUT;
            }
            case Ending.Reset() ->
                    guestFailed(
                            tail.showsPanic()
                                    ? "the guest's kernel panicked"
                                    : "the guest restarted before its command ended");
            case Ending.Failed(var reason) -> guestFailed(reason);
        };
    }

    private int guestFailed(String reason) {
        List<String> lines = tail.lines();
        if (lines.isEmpty()) {
            messages.error(reason + "; it wrote nothing to its console");
        } else {
            messages.error(reason + "; the last lines of its console:");
            lines.forEach(line -> messages.quote("  " + line));
        }
        return ExitStatus.GUEST_FAILED;
    }
}
