package dev.slat.devices.plic;

import static dev.slat.devices.plic.PlicLayout.CONTEXT;
import static dev.slat.devices.plic.PlicLayout.CONTEXT_CLAIM;
import static dev.slat.devices.plic.PlicLayout.CONTEXT_STRIDE;
import static dev.slat.devices.plic.PlicLayout.CONTEXT_THRESHOLD;
import static dev.slat.devices.plic.PlicLayout.ENABLE;
import static dev.slat.devices.plic.PlicLayout.ENABLE_STRIDE;
import static dev.slat.devices.plic.PlicLayout.PENDING;
import static dev.slat.devices.plic.PlicLayout.PRIORITY;
import static dev.slat.devices.plic.PlicLayout.REGISTER;

import dev.slat.memory.bus.IrqLine;
import dev.slat.memory.bus.MmioDevice;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The platform-level interrupt controller (RISC-V PLIC Specification 1.0) with {@value #SOURCES}
 * sources (0 means "none") and as many contexts as it is given lines.
 *
 * <p>Every source has a level-triggered gateway: a high level makes it pending; a claim clears that
 * and holds the gateway until completion, when a level that is still high makes it pending again. A
 * level that falls before the claim leaves the source pending, as the specification says.
 *
 * <p>Registers answer aligned 32-bit accesses only. Threads: any; the PLIC's monitor guards all
 * state and its lines are driven inside it, so a device may hold its own lock when it drives a
 * source and a hart must not take one that a device could hold.
 */
public final class Plic implements MmioDevice {
    /** Interrupt sources, the reserved source 0 included. */
    public static final int SOURCES = 96;

    /** Highest priority and threshold: three bits are implemented, as on QEMU's board. */
    public static final int MAX_PRIORITY = 7;

    /** Stands for every context that the board does not have. */
    private static final PlicContext NONE = new PlicContext(high -> {});

    // Guarded by this.
    private final List<PlicContext> contexts;
    private final int[] priority = new int[SOURCES];
    private final int[] level = new int[SOURCES / Integer.SIZE];
    private final int[] pending = new int[SOURCES / Integer.SIZE];
    private final int[] claimed = new int[SOURCES / Integer.SIZE];

    /** A PLIC that drives {@code lines}, one for each context in the order of their numbers. */
    public Plic(List<IrqLine> lines) {
        contexts = lines.stream().map(PlicContext::new).toList();
    }

    /** Bytes of address space that {@code contexts} contexts take. */
    public static long length(int contexts) {
        return CONTEXT + (long) contexts * CONTEXT_STRIDE;
    }

    /**
     * The line a device drives as {@code source}.
     *
     * @param source 1 to {@value #SOURCES} - 1
     * @throws IndexOutOfBoundsException for another number
     */
    public IrqLine source(int source) {
        if (source == 0) {
            throw new IndexOutOfBoundsException("interrupt source 0 is reserved");
        }
        Objects.checkIndex(source, SOURCES);
        return high -> drive(source, high);
    }

    /** Puts every register into its state after power-on; sources keep their levels. */
    public synchronized void reset() {
        Arrays.fill(priority, 0);
        Arrays.fill(claimed, 0);
        System.arraycopy(level, 0, pending, 0, pending.length);
        contexts.forEach(PlicContext::reset);
        update();
    }

    @Override
    public synchronized long read(long offset, int size) {
        if (!isRegister(offset, size)) {
            return 0;
        }
        if (offset >= CONTEXT) {
            return readContext(offset - CONTEXT);
        }
        if (offset >= ENABLE) {
            PlicContext context = contextAt((offset - ENABLE) / ENABLE_STRIDE);
            int word = (int) (offset % ENABLE_STRIDE) / REGISTER;
            return context == NONE || word >= pending.length ? 0 : context.enabled[word];
        }
        if (offset >= PENDING) {
            long word = (offset - PENDING) / REGISTER;
            return word < pending.length ? pending[(int) word] : 0;
        }
        long source = (offset - PRIORITY) / REGISTER;
        return source < SOURCES ? priority[(int) source] : 0;
    }

    @Override
    public synchronized void write(long offset, int size, long value) {
        if (!isRegister(offset, size)) {
            return;
        }
        if (offset >= CONTEXT) {
            writeContext(offset - CONTEXT, (int) value);
        } else if (offset >= ENABLE) {
            writeEnable(offset - ENABLE, (int) value);
        } else if (offset < PENDING) {
            long source = (offset - PRIORITY) / REGISTER;
            if (source > 0 && source < SOURCES) {
                priority[(int) source] = (int) value & MAX_PRIORITY;
            }
        }
        update();
    }

    private static boolean isRegister(long offset, int size) {
        return size == REGISTER && offset >= 0 && offset % REGISTER == 0;
    }

    /** The context of that number, or {@link #NONE}. */
    private PlicContext contextAt(long number) {
        return number < contexts.size() ? contexts.get((int) number) : NONE;
    }

    private int readContext(long offset) {
        PlicContext context = contextAt(offset / CONTEXT_STRIDE);
        if (context == NONE) {
            return 0;
        }
        return switch ((int) (offset % CONTEXT_STRIDE)) {
            case CONTEXT_THRESHOLD -> context.threshold;
            case CONTEXT_CLAIM -> claim(context);
            default -> 0;
        };
    }

    private void writeContext(long offset, int value) {
        PlicContext context = contextAt(offset / CONTEXT_STRIDE);
        if (context == NONE) {
            return;
        }
        switch ((int) (offset % CONTEXT_STRIDE)) {
            case CONTEXT_THRESHOLD -> context.threshold = value & MAX_PRIORITY;
            case CONTEXT_CLAIM -> complete(context, value);
            default -> {
                // Reserved.
            }
        }
    }

    private void writeEnable(long offset, int value) {
        PlicContext context = contextAt(offset / ENABLE_STRIDE);
        int word = (int) (offset % ENABLE_STRIDE) / REGISTER;
        if (context != NONE && word < pending.length) {
            context.enabled[word] = word == 0 ? value & ~1 : value;
        }
    }

    private synchronized void drive(int source, boolean high) {
        if (test(level, source) == high) {
            return;
        }
        assign(level, source, high);
        if (high && !test(claimed, source)) {
            assign(pending, source, true);
            update();
        }
    }

    /** Takes the best pending source whatever the threshold (chapter 8), or 0. */
    private int claim(PlicContext context) {
        int source = best(context);
        if (source != 0) {
            assign(pending, source, false);
            assign(claimed, source, true);
            update();
        }
        return source;
    }

    /** Ends the service of a source; ignored unless the context may serve it (chapter 9). */
    private void complete(PlicContext context, int source) {
        if (source <= 0 || source >= SOURCES || !context.isEnabled(source)) {
            return;
        }
        assign(claimed, source, false);
        if (test(level, source)) {
            assign(pending, source, true);
        }
    }

    /** The pending source of the highest priority above 0, the lowest number among equals; or 0. */
    private int best(PlicContext context) {
        int best = 0;
        for (int word = 0; word < pending.length; word++) {
            for (int bits = pending[word] & context.enabled[word]; bits != 0; bits &= bits - 1) {
                int source = word * Integer.SIZE + Integer.numberOfTrailingZeros(bits);
                if (priority[source] > priority[best]) {
                    best = source;
                }
            }
        }
        return best;
    }

    private void update() {
        for (PlicContext context : contexts) {
            context.line.set(priority[best(context)] > context.threshold);
        }
    }

    private static boolean test(int[] bits, int source) {
        return ((bits[source / Integer.SIZE] >>> (source % Integer.SIZE)) & 1) != 0;
    }

    private static void assign(int[] bits, int source, boolean value) {
        int mask = 1 << (source % Integer.SIZE);
        bits[source / Integer.SIZE] =
                value ? bits[source / Integer.SIZE] | mask : bits[source / Integer.SIZE] & ~mask;
    }
}
