package dev.slat.machine;

import dev.slat.devices.console.ConsoleOutput;
import dev.slat.devices.finisher.TestFinisher;
import dev.slat.machine.Creation.Point;
import dev.slat.machine.ExitStatus.Kind;
import dev.slat.machine.board.Board;
import dev.slat.machine.board.BoardClock;
import dev.slat.machine.board.DeviceTree;
import dev.slat.machine.gdb.DebugTarget;
import dev.slat.machine.gdb.GdbEndpoint;
import dev.slat.machine.gdb.GdbServer;
import dev.slat.machine.harts.BoardHart;
import dev.slat.machine.loader.BootImages;
import dev.slat.machine.loader.Placement;
import dev.slat.machine.sbi.Sbi;
import dev.slat.machine.sbi.SbiPlatform;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.riscv.Hart;
import dev.slat.riscv.Isa;
import dev.slat.riscv.TracedInstruction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The parts of one virtual machine, and the supervisor that runs them.
 *
 * <p>Whoever ends or restarts the guest (SBI, the finisher, the host, a crash) puts an {@link
 * ExitStatus} into the queue of endings and goes on. The supervisor's thread takes it, halts the
 * harts, and either boots again or takes the machine down. So no hart ever waits for another, and
 * only one thread changes the machine.
 */
final class Machine implements SbiPlatform, AutoCloseable {
    /** Far beyond what a kernel takes (Linux: 1024), and small beside the device tree's room. */
    static final int MAX_COMMAND_LINE = 1 << 16;

    /** What Linux' generator needs to be ready from the start, twice. */
    private static final int SEED_BYTES = 64;

    /** What the machine is built from. */
    record Settings(
            long memoryBytes,
            int harts,
            Isa isa,
            BootImages images,
            String commandLine,
            RebootPolicy rebootPolicy,
            DebugSettings debugging) {}

    private final Settings settings;
    private final Creation creation;
    private final GuestMemory memory;
    private final Ram ram;
    private final ConsoleTail tail;
    private final ConsoleOutput console;
    private final ConsoleInput input;
    private final List<BoardHart> harts = new ArrayList<>();
    private final Board board;
    private final BlockingQueue<ExitStatus> endings = new LinkedBlockingQueue<>();
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final BoardClock clock = new BoardClock();
    private final Thread supervisor;

    /** Set before the machine is given to anybody. */
    private @Nullable GdbServer debugger;

    // Guarded by this.
    private boolean started;
    private boolean closed;

    /** A machine; what it could not get leaves nothing behind. */
    static Machine of(
            Settings settings, OutputStream output, InputStream typed, Creation creation) {
        try (Unwinding unwinding = new Unwinding()) {
            Machine machine = new Machine(settings, output, typed, creation, unwinding);
            unwinding.succeeded();
            return machine;
        }
    }

    private Machine(
            Settings settings,
            OutputStream output,
            InputStream typed,
            Creation creation,
            Unwinding unwinding) {
        this.settings = settings;
        this.creation = creation;
        creation.before(Point.RAM);
        ram = new Ram(settings.memoryBytes());
        unwinding.add(ram::close); // the last: its mapping may not go before the guest's memory
        creation.before(Point.GUEST_MEMORY);
        memory = GuestMemory.create();
        unwinding.add(memory::close);
        creation.before(Point.RAM_SLOT);
        ram.insert(memory);
        creation.before(Point.CONSOLE);
        tail = new ConsoleTail(output);
        console = ConsoleOutput.to(tail);
        unwinding.add(console::close);
        Environment environment = new Environment(clock);
        for (int id = 0; id < settings.harts(); id++) {
            creation.before(Point.HART);
            GuestView view = memory.attach();
            unwinding.add(view::close);
            Hart hart = new Hart(id, view, environment, settings.isa());
            harts.add(new BoardHart(hart, view, e -> endings.add(ExitStatus.crash(e))));
        }
        List<Hart> cores = harts.stream().map(BoardHart::hart).toList();
        creation.before(Point.DEVICES);
        board = new Board(memory, cores, clock, console, this::finished);
        unwinding.add(board::close);
        creation.before(Point.SUPERVISOR);
        input = new ConsoleInput(typed, board.uart());
        environment.connect(new Sbi(this));
        supervisor = Thread.ofPlatform().name("machine").unstarted(this::supervise);
        listen(); // last: what it begins is closed by the machine
    }

    /** Waits for a debugger where the settings say so. */
    private void listen() {
        DebugSettings debugging = settings.debugging();
        if (debugging.traced() > 0) {
            harts.forEach(hart -> hart.hart().debugger().startTrace(debugging.traced()));
        }
        GdbEndpoint endpoint = debugging.endpoint();
        if (endpoint == null) {
            return;
        }
        Runnable reset = () -> end(ExitStatus.of(Kind.REBOOT));
        try {
            debugger =
                    new GdbServer(
                            endpoint, new DebugTarget(harts, memory, clock, this::stop, reset));
        } catch (IOException e) {
            throw new BootException(
                    BootException.Reason.BAD_SETTING,
                    "no debugger can connect to %s: %s".formatted(endpoint.text(), e.getMessage()),
                    e);
        }
        if (debugging.waits()) {
            harts.forEach(BoardHart::pause);
        }
    }

    /** Where GDB connects. */
    Optional<String> debuggerAddress() {
        return Optional.ofNullable(debugger).map(GdbServer::address);
    }

    /** The last instructions of a hart, oldest first. */
    List<TracedInstruction> trace(int hart) {
        return harts.get(hart).hart().debugger().trace();
    }

    /** If a thread cannot be had, the machine has ended with a crash, and is only to be closed. */
    synchronized void start() {
        if (started || closed) {
            throw new IllegalStateException("a machine is started once");
        }
        started = true;
        try {
            for (BoardHart hart : harts) {
                creation.before(Point.HART_THREAD);
                hart.begin();
            }
            creation.before(Point.INPUT_THREAD);
            input.start();
            creation.before(Point.SUPERVISOR_THREAD);
            supervisor.start(); // last: from here on it takes the others down
        } catch (RuntimeException | Error e) {
            uninterrupted(this::takeDown);
            exit.complete(ExitStatus.crash(e));
            throw e;
        }
    }

    ExitStatus awaitExit() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the supervisor always gives a status", e);
        }
    }

    void stop() {
        console.hurry(); // a hart may wait for a reader of the console that never reads again
        endings.add(ExitStatus.of(Kind.STOPPED));
    }

    List<String> consoleTail() {
        return tail.lines();
    }

    long instructionsRetired() {
        return harts.stream().mapToLong(hart -> hart.hart().instructionsRetired()).sum();
    }

    // ---- what the SBI and the finisher ask for, on a hart's thread

    @Override
    public List<BoardHart> harts() {
        return harts;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public void print(byte[] bytes, int length) {
        console.write(bytes, 0, length);
    }

    @Override
    public int typed() {
        return board.uart().take();
    }

    @Override
    public void reset(Reset kind, boolean failure) {
        if (failure) {
            end(ExitStatus.failure(1));
        } else {
            end(ExitStatus.of(kind == Reset.REBOOT ? Kind.REBOOT : Kind.POWEROFF));
        }
    }

    private void finished(TestFinisher.Outcome outcome, int code) {
        switch (outcome) {
            case PASS -> end(ExitStatus.of(Kind.POWEROFF));
            case FAIL -> end(ExitStatus.failure(code));
            case RESET -> end(ExitStatus.of(Kind.REBOOT));
        }
    }

    /** Halts at once, so that the guest does not run on past its own end. */
    private void end(ExitStatus status) {
        endings.add(status);
        harts.forEach(BoardHart::halt);
    }

    // ---- the supervisor's thread

    private void supervise() {
        ExitStatus status;
        try {
            status = runGuest();
        } catch (InterruptedException | RuntimeException | Error e) {
            status = ExitStatus.crash(e);
        }
        try {
            haltHarts();
            takeDown();
            status = judge(status);
        } catch (InterruptedException | RuntimeException | Error e) {
            status = ExitStatus.crash(e);
        }
        exit.complete(status);
    }

    private ExitStatus runGuest() throws InterruptedException {
        boot();
        if (debugger != null) {
            debugger.start();
        }
        for (; ; ) {
            ExitStatus status = endings.take();
            haltHarts();
            for (ExitStatus later = endings.poll(); later != null; later = endings.poll()) {
                status = graver(status, later);
            }
            boolean restart =
                    status.kind() == Kind.REBOOT && settings.rebootPolicy() == RebootPolicy.RESTART;
            if (!restart || panicked()) {
                return status;
            }
            restart();
        }
    }

    private void boot() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        BootImages images = settings.images();
        Placement placement = images.placement();
        boolean firmware = images.firmware().isPresent();
        byte[] tree =
                DeviceTree.describe(
                        settings.harts(),
                        settings.isa(),
                        settings.memoryBytes(),
                        firmware,
                        settings.commandLine(),
                        placement.initrd(),
                        seed);
        images.copyTo(memory, tree);
        if (firmware) {
            long info = placement.firmwareInfo();
            harts.forEach(hart -> hart.powerOn(images.entry(), placement.deviceTree(), info));
        } else {
            harts.getFirst().start(images.entry(), placement.deviceTree());
        }
    }

    private void restart() {
        tail.restart();
        board.reset();
        ram.replace(memory);
        harts.forEach(BoardHart::release);
        boot();
    }

    private void haltHarts() throws InterruptedException {
        harts.forEach(BoardHart::halt);
        for (BoardHart hart : harts) {
            hart.awaitStopped();
        }
    }

    private void takeDown() throws InterruptedException {
        input.stop();
        if (debugger != null) {
            debugger.close();
        }
        for (BoardHart hart : harts) {
            hart.end();
        }
        board.close();
        console.close();
    }

    /** A kernel that panics reboots; a guest that has only printed the words may power off. */
    private ExitStatus judge(ExitStatus status) {
        return status.kind() == Kind.REBOOT && panicked() ? ExitStatus.of(Kind.PANIC) : status;
    }

    private boolean panicked() {
        console.flush();
        return tail.panicked();
    }

    /** A crash before the host's stop before what the guest asked for first. */
    private static ExitStatus graver(ExitStatus first, ExitStatus later) {
        boolean crash = later.kind() == Kind.CRASH && first.kind() != Kind.CRASH;
        boolean stop = later.kind() == Kind.STOPPED && first.kind() != Kind.CRASH;
        return crash || stop ? later : first;
    }

    // ---- the end

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        uninterrupted(this::finish);
        memory.close();
        ram.close();
    }

    private void finish() throws InterruptedException {
        boolean running;
        synchronized (this) {
            running = started;
            started = true;
        }
        if (running) {
            stop();
            awaitExit();
        } else {
            takeDown();
        }
    }

    /** A step that waits and can be done again. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Step step) {
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                step.run();
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
