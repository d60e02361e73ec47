package dev.slat.devices.clint;

import static dev.slat.devices.clint.ClintLayout.MSIP;
import static dev.slat.devices.clint.ClintLayout.MSIP_STRIDE;
import static dev.slat.devices.clint.ClintLayout.MTIME;
import static dev.slat.devices.clint.ClintLayout.MTIMECMP;
import static dev.slat.devices.clint.ClintLayout.MTIMECMP_STRIDE;

import dev.slat.memory.bus.MmioDevice;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The core-local interruptor: {@code mtime}, the board's clock, and the registers of the harts'
 * M-mode timer and software interrupts.
 *
 * <p>A guest under SBI reads {@code mtime} only. {@code msip} and {@code mtimecmp} hold what is
 * written to them and interrupt nobody, for the harts begin in S-mode. {@code mtime} is read-only.
 *
 * <p>Aligned accesses of 4 and 8 bytes; a 64-bit register may be accessed by halves. Threads: any;
 * each register is volatile, and a store to one half leaves the other as it is.
 */
public final class Clint implements MmioDevice {
    /** Bytes of address space the CLINT takes. */
    public static final int LENGTH = 0x10000;

    private static final long LOW = 0xffff_ffffL;

    private final LongSupplier time;
    private final AtomicLongArray msip;
    private final AtomicLongArray mtimecmp;

    /** A CLINT of {@code harts} harts whose clock is {@code time}, in ticks of the board. */
    public Clint(int harts, LongSupplier time) {
        this.time = time;
        this.msip = new AtomicLongArray(harts);
        this.mtimecmp = new AtomicLongArray(harts);
        reset();
    }

    /** Clears the software interrupts and sets no timer; the clock goes on. */
    public final void reset() {
        for (int hart = 0; hart < msip.length(); hart++) {
            msip.set(hart, 0);
            mtimecmp.set(hart, -1);
        }
    }

    @Override
    public long read(long offset, int size) {
        if (!isAligned(offset, size)) {
            return 0;
        }
        long word = offset & ~7;
        if (word == MTIME) {
            return part(time.getAsLong(), offset, size);
        }
        if (word >= MTIMECMP) {
            long hart = (word - MTIMECMP) / MTIMECMP_STRIDE;
            return hart < mtimecmp.length() ? part(mtimecmp.get((int) hart), offset, size) : 0;
        }
        long next = size == Long.BYTES ? readMsip(offset + MSIP_STRIDE) : 0;
        return readMsip(offset) | (next << 32);
    }

    @Override
    public void write(long offset, int size, long value) {
        if (!isAligned(offset, size)) {
            return;
        }
        if (offset < MTIMECMP) {
            writeMsip(offset, value);
            if (size == Long.BYTES) {
                writeMsip(offset + MSIP_STRIDE, value >>> 32);
            }
            return;
        }
        long hart = ((offset & ~7) - MTIMECMP) / MTIMECMP_STRIDE;
        if (hart < mtimecmp.length()) {
            mtimecmp.updateAndGet((int) hart, old -> merge(old, offset, size, value));
        }
    }

    private static boolean isAligned(long offset, int size) {
        return size >= Integer.BYTES && offset >= 0 && offset < LENGTH && offset % size == 0;
    }

    private static long part(long value, long offset, int size) {
        return size == Long.BYTES ? value : (value >>> shift(offset)) & LOW;
    }

    private static long merge(long old, long offset, int size, long value) {
        if (size == Long.BYTES) {
            return value;
        }
        long shift = shift(offset);
        return (old & ~(LOW << shift)) | ((value & LOW) << shift);
    }

    private static long shift(long offset) {
        return (offset & 4) * Byte.SIZE;
    }

    private long readMsip(long offset) {
        long hart = (offset - MSIP) / MSIP_STRIDE;
        return hart < msip.length() ? msip.get((int) hart) : 0;
    }

    private void writeMsip(long offset, long value) {
        long hart = (offset - MSIP) / MSIP_STRIDE;
        if (hart < msip.length()) {
            msip.set((int) hart, value & 1);
        }
    }
}
