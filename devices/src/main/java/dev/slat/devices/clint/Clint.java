package dev.slat.devices.clint;

import static dev.slat.devices.clint.ClintLayout.MSIP;
import static dev.slat.devices.clint.ClintLayout.MSIP_STRIDE;
import static dev.slat.devices.clint.ClintLayout.MTIME;
import static dev.slat.devices.clint.ClintLayout.MTIMECMP;
import static dev.slat.devices.clint.ClintLayout.MTIMECMP_STRIDE;

import dev.slat.memory.bus.MmioDevice;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The core-local interruptor: {@code mtime}, the board's clock, and the registers of the harts'
 * M-mode timer and software interrupts. An ACLINT's MTIMER and MSWI lie at the same addresses
 * (RISC-V ACLINT specification, chapter 1), but {@code mtime} is read-only here.
 *
 * <p>Under SBI the interrupts reach nobody, for M-mode is out of reach.
 *
 * <p>Aligned accesses of 4 and 8 bytes; a 64-bit register may be accessed by halves, and a store to
 * one half leaves the other as it is. Threads: any; the monitor guards the registers and is held
 * while a hart is driven, so that a hart has what its register says.
 */
public final class Clint implements MmioDevice {
    /** Bytes of address space the CLINT takes. */
    public static final int LENGTH = 0x10000;

    private static final long LOW = 0xffff_ffffL;

    private final LongSupplier time;
    private final List<ClintHart> harts;

    // Guarded by this.
    private final boolean[] msip;
    private final long[] mtimecmp;

    /** A CLINT of {@code harts} whose clock is {@code time}, in ticks of the board. */
    public Clint(List<ClintHart> harts, LongSupplier time) {
        this.time = time;
        this.harts = List.copyOf(harts);
        this.msip = new boolean[harts.size()];
        this.mtimecmp = new long[harts.size()];
        Arrays.fill(mtimecmp, -1);
    }

    /** Clears the software interrupts and sets no timer; the clock goes on. */
    public synchronized void reset() {
        for (int hart = 0; hart < msip.length; hart++) {
            setMsip(hart, false);
            setMtimecmp(hart, -1);
        }
    }

    private void setMsip(int hart, boolean high) {
        msip[hart] = high;
        harts.get(hart).software(high);
    }

    private void setMtimecmp(int hart, long ticks) {
        mtimecmp[hart] = ticks;
        harts.get(hart).deadline(ticks);
    }

    @Override
    public synchronized long read(long offset, int size) {
        if (!isAligned(offset, size)) {
            return 0;
        }
        long word = offset & ~7;
        if (word == MTIME) {
            return part(time.getAsLong(), offset, size);
        }
        if (word >= MTIMECMP) {
            long hart = (word - MTIMECMP) / MTIMECMP_STRIDE;
            return hart < mtimecmp.length ? part(mtimecmp[(int) hart], offset, size) : 0;
        }
        long next = size == Long.BYTES ? readMsip(offset + MSIP_STRIDE) : 0;
        return readMsip(offset) | (next << 32);
    }

    @Override
    public synchronized void write(long offset, int size, long value) {
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
        if (hart < mtimecmp.length) {
            setMtimecmp((int) hart, merge(mtimecmp[(int) hart], offset, size, value));
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
        return hart < msip.length && msip[(int) hart] ? 1 : 0;
    }

    private void writeMsip(long offset, long value) {
        long hart = (offset - MSIP) / MSIP_STRIDE;
        if (hart < msip.length) {
            setMsip((int) hart, (value & 1) != 0);
        }
    }
}
