package dev.slat.conformance.fuzz;

import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.riscv.DebugRegisters;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * A guest that is filled anew for each case: one hart, half a mebibyte of memory, a device that
 * answers anything. Mappings that belong to no guest are made before and after its own, full of one
 * byte each, which must stay so.
 *
 * <p>One thread runs the hart; a watchdog stops it.
 */
final class FuzzGuest implements HartEnvironment, AutoCloseable {
    private static final long RAM = 0x8000_0000L;
    private static final int SIZE = 1 << 19;
    private static final long DEVICE = 0x1000_0000;
    private static final byte CANARY = (byte) 0xa5;
    private static final int SATP = 0x180;
    private static final int SSTATUS = 0x100;
    private static final int STVEC = 0x105;
    private static final int TIME_SLICE_MILLIS = 4;

    /** A hart polls each block; a host that is loaded may take its thread away for long. */
    private static final long PATIENCE_MILLIS = 20_000;

    /** Ends a guest that only calls. */
    private static final int MOST_CALLS = 1000;

    private final HostMapping before = canary();
    private final HostMapping ram = HostMapping.anonymous(SIZE);
    private final HostMapping after = canary();
    private final GuestMemory memory = GuestMemory.create();
    private final byte[] image = new byte[SIZE];
    private int calls;

    FuzzGuest() {
        memory.setRegion(Region.slot(0).at(RAM).backedBy(ram));
        memory.registerDevice(DEVICE, HostMapping.PAGE, new Anything());
    }

    private static HostMapping canary() {
        HostMapping mapping = HostMapping.anonymous(SIZE);
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, CANARY);
        Window.put(mapping.hva(), MemorySegment.ofArray(bytes), 0, SIZE);
        return mapping;
    }

    /** Answers every read with noise. */
    private static final class Anything implements MmioDevice {
        @Override
        public long read(long offset, int size) {
            return offset * 0x9E3779B97F4A7C15L;
        }

        @Override
        public void write(long offset, int size, long value) {}
    }

    /** Runs a case; what was wrong, or null. */
    @Nullable String problem(FuzzKind kind, long seed) {
        Random random = new Random(seed);
        FuzzCode code = new FuzzCode(random, image, RAM);
        code.fill(kind);
        long root = kind == FuzzKind.PAGING ? code.tables() : 0;
        memory.write(RAM, MemorySegment.ofArray(image));
        calls = 0;
        try (GuestView view = memory.attach()) {
            Hart hart = new Hart(0, view, this);
            setUp(hart, random, root);
            return run(hart);
        }
    }

    private void setUp(Hart hart, Random random, long root) {
        hart.reset(RAM + (random.nextInt(SIZE / 2) & ~1), 0, 0);
        DebugRegisters registers = hart.debugger().registers();
        for (int i = 1; i < 32; i++) {
            registers.setX(i, value(random));
            registers.setF(i, random.nextLong());
        }
        registers.setCsr(STVEC, RAM + (random.nextInt(SIZE) & ~3));
        registers.setCsr(SSTATUS, random.nextLong());
        if (root != 0) {
            registers.setCsr(SATP, (8L + random.nextInt(2)) << 60 | root >>> 12);
        }
        hart.setTimer(random.nextInt(4) == 0 ? 0 : -1);
    }

    private static long value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(4096) - 2048;
            case 2 -> DEVICE + random.nextInt(5000);
            case 3 -> RAM + SIZE - random.nextInt(16);
            default -> RAM + random.nextInt(SIZE);
        };
    }

    private @Nullable String run(Hart hart) {
        Throwable[] thrown = new Throwable[1];
        Thread runner =
                Thread.ofPlatform()
                        .name("fuzz")
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        hart.run();
                                    } catch (GuestMemoryException e) {
                                        // typed: the guest had the host do the impossible
                                    } catch (RuntimeException | Error e) {
                                        thrown[0] = e;
                                    }
                                });
        try {
            runner.join(TIME_SLICE_MILLIS);
            hart.stop();
            runner.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        if (runner.isAlive()) {
            return "the hart does not stop; pc " + Long.toHexString(hart.pc()) + trace(runner);
        }
        if (thrown[0] != null) {
            return text(thrown[0]);
        }
        return intact(before) && intact(after) ? null : "memory outside the guest has changed";
    }

    private static boolean intact(HostMapping canary) {
        byte[] bytes = new byte[SIZE];
        Window.get(canary.hva(), MemorySegment.ofArray(bytes), 0, SIZE);
        for (byte b : bytes) {
            if (b != CANARY) {
                return false;
            }
        }
        return true;
    }

    private static String trace(Thread thread) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("  at ").append(element);
        }
        return text.toString();
    }

    static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public long time() {
        return System.nanoTime();
    }

    @Override
    public long timeFrequency() {
        return 1_000_000_000;
    }

    @Override
    public void supervisorCall(Hart hart) {
        if (++calls >= MOST_CALLS) {
            hart.stop();
        }
    }

    @Override
    public void close() {
        memory.close();
        ram.close();
        before.close();
        after.close();
    }
}
