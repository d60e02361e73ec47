package dev.slat.conformance.litmus;

import dev.slat.assembler.Program;
import dev.slat.machine.ExitStatus;
import dev.slat.machine.VirtualMachine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Runs a litmus guest on a whole machine for a while and reads what it counted. */
final class LitmusRun {
    static final long RAM = 0x8000_0000L;

    /** Barrier and flags, each in a cache line of its own. */
    static final long CONTROL = RAM + 0x10_0000;

    static final long INSTANCES = RAM + 0x20_0000;

    /** A double word for each {@link Outcome} key. */
    static final long COUNTS = RAM + 0x100_0000;

    /** How long a host may take that is busy with other things. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PERIOD = Duration.ofMillis(100);

    private static final long MEMORY = 32L << 20;
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LitmusRun() {}

    /**
     * How often each key was counted, if it was.
     *
     * @param time how long the guest runs, and longer, up to {@link #PATIENCE}, until
     * @param enough says that this will do
     */
    static Map<Integer, Long> counts(
            Program program, int harts, Duration time, Predicate<Map<Integer, Long>> enough)
            throws InterruptedException {
        try {
            Path kernel = Files.createTempFile("slat-litmus", ".bin");
            try {
                Files.write(kernel, program.bytes());
                return counts(kernel, harts, time, enough);
            } finally {
                Files.delete(kernel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Integer, Long> counts(
            Path kernel, int harts, Duration time, Predicate<Map<Integer, Long>> enough)
            throws InterruptedException {
        try (VirtualMachine vm =
                VirtualMachine.builder().memory(MEMORY).harts(harts).rawKernel(kernel).build()) {
            vm.start();
            long start = System.nanoTime();
            Duration passed;
            do {
                Thread.sleep(PERIOD);
                passed = Duration.ofNanos(System.nanoTime() - start);
            } while (passed.compareTo(time) < 0
                    || (passed.compareTo(PATIENCE) < 0 && !enough.test(read(vm))));
            vm.stop();
            ExitStatus status = vm.awaitExit();
            if (status.kind() != ExitStatus.Kind.STOPPED) {
                throw new IllegalStateException("the litmus guest ended by itself: " + status);
            }
            return read(vm);
        }
    }

    private static Map<Integer, Long> read(VirtualMachine vm) {
        byte[] bytes = new byte[Outcome.KEYS * Long.BYTES];
        vm.memory().read(COUNTS, MemorySegment.ofArray(bytes));
        MemorySegment counts = MemorySegment.ofArray(bytes);
        Map<Integer, Long> seen = new TreeMap<>();
        for (int key = 0; key < Outcome.KEYS; key++) {
            long count = counts.getAtIndex(LONG, key);
            if (count != 0) {
                seen.put(key, count);
            }
        }
        return seen;
    }
}
