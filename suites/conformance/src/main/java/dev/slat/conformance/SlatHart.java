package dev.slat.conformance;

import dev.slat.assembler.Program;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;
import dev.slat.riscv.Isa;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.util.Timer;
import java.util.TimerTask;

/** Our hart, which runs a batch in S-mode on bare memory and answers its calls as Linux does. */
final class SlatHart implements HartEnvironment {
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A2 = 12;
    private static final int A7 = 17;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long PAGE = HostMapping.PAGE;

    private final GuestMemory memory;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private @Nullable String problem = "the program does not end";

    private SlatHart(GuestMemory memory) {
        this.memory = memory;
    }

    /** How a program ended. */
    static final class Ending {
        private final byte[] output;
        private final @Nullable String problem;

        Ending(byte[] output, @Nullable String problem) {
            this.output = output;
            this.problem = problem;
        }

        /** What it has written. */
        byte[] output() {
            return output;
        }

        /** What went wrong, or null. */
        @Nullable String problem() {
            return problem;
        }
    }

    static Outcome run(Batch batch) {
        Ending ending = run(batch.program(), batch.supervisorEntry(), Isa.all());
        return ending.problem == null
                ? Outcome.of(batch.blocks(ending.output))
                : Outcome.failed(ending.problem);
    }

    /** Runs a program whose base is {@link Batch#BASE} from {@code entry} in S-mode. */
    static Ending run(Program program, long entry, Isa isa) {
        byte[] image = program.bytes();
        long size = (image.length + PAGE - 1) & -PAGE;
        try (HostMapping ram = HostMapping.anonymous(size);
                GuestMemory memory = GuestMemory.create()) {
            memory.setRegion(Region.slot(0).at(Batch.BASE).backedBy(ram));
            memory.write(Batch.BASE, MemorySegment.ofArray(image));
            SlatHart environment = new SlatHart(memory);
            try (GuestView view = memory.attach()) {
                environment.run(new Hart(0, view, environment, isa), entry);
            }
            return new Ending(environment.output.toByteArray(), environment.problem);
        }
    }

    private void run(Hart hart, long entry) {
        hart.reset(entry, 0, 0);
        Timer watchdog = new Timer("watchdog", true);
        watchdog.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        hart.stop();
                    }
                },
                PATIENCE_MILLIS);
        try {
            hart.run();
        } catch (RuntimeException | Error e) {
            // A crash of the hart is a finding about one sequence, to be shrunk like any other.
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            problem = "the hart threw " + trace;
        } finally {
            watchdog.cancel();
        }
    }

    @Override
    public void supervisorCall(Hart hart) {
        long a0 = hart.register(A0);
        long a1 = hart.register(A1);
        long a2 = hart.register(A2);
        switch ((int) hart.register(A7)) {
            case Batch.WRITE -> {
                byte[] bytes = new byte[(int) a2];
                memory.read(a1, MemorySegment.ofArray(bytes));
                output.writeBytes(bytes);
                hart.setRegister(A0, a2);
            }
            case Batch.EXIT -> end(hart, a0 == 0 ? null : "exit with " + a0);
            case Batch.REPORT_TRAP ->
                    end(hart, "trap: scause %d, sepc %x, stval %x".formatted(a0, a1, a2));
            default -> end(hart, "unknown call " + hart.register(A7));
        }
    }

    private void end(Hart hart, @Nullable String verdict) {
        problem = verdict;
        hart.stop();
    }

    @Override
    public long time() {
        return System.nanoTime();
    }

    @Override
    public long timeFrequency() {
        return 1_000_000_000;
    }
}
