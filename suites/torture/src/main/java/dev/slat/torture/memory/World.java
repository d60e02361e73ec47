package dev.slat.torture.memory;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestMemoryException;
import dev.slat.memory.host.Window;
import dev.slat.memory.internal.FaultyMemory;
import dev.slat.torture.run.Check;
import dev.slat.torture.run.Findings;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** The guest of one round: its memory, the host under it, and what the threads share. */
final class World {
    /** One allocation of so many fails. */
    private static final int REFUSALS = 40;

    /** KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE and KVM_DIRTY_LOG_INITIALLY_SET, by round. */
    private static final long[] LOG_PROTOCOLS = {0, 1, 3};

    final Findings findings;
    final TortureSpace space;
    final GuestMemory memory;
    final DmaAccess dma;
    final Graveyard graveyard;
    final LongAdder updates = new LongAdder();
    final LongAdder pagesChecked = new LongAdder();
    final boolean clearsByHand;
    private final FrameLife ram;
    private final AtomicReferenceArray<@Nullable Life> present =
            new AtomicReferenceArray<>(Layout.SLOTS);
    private final AtomicInteger allocations = new AtomicInteger();
    private final AtomicInteger nobodies = new AtomicInteger();
    private final long seed;

    World(BrokenMemory variant, Findings findings, int round, SplittableRandom dice) {
        this.findings = findings;
        seed = dice.nextLong();
        space = new TortureSpace(findings, dice.nextLong());
        graveyard = new Graveyard(space, findings);
        ram = FrameLife.plain(space.newAddress(), Layout.RAM_BYTES);
        space.add(ram);
        memory =
                FaultyMemory.build(
                        GuestMemory.builder().hostSpace(space), variant.fault, this::refuses);
        dma = DmaAccess.of(memory);
        long protocol = LOG_PROTOCOLS[round % LOG_PROTOCOLS.length];
        clearsByHand = protocol != 0;
        memory.manualDirtyLog(protocol);
        change(
                () -> memory.setUserMemoryRegion(0, 0, Layout.RAM, ram.bytes(), ram.userAddress),
                () -> {});
        byte[] program = GuestProgram.assemble().bytes();
        memory.write(Layout.RAM, MemorySegment.ofArray(program));
        memory.registerDevice(
                Layout.REPORT, Layout.MAX_HARTS * (long) Layout.LINE, new ReportDevice(findings));
    }

    private boolean refuses() {
        long dice = ((seed + allocations.incrementAndGet()) * 0x9e37_79b9_7f4a_7c15L) >>> 16;
        return dice % REFUSALS == 0;
    }

    /**
     * Makes a change of slots, again if it is refused for want of memory.
     *
     * @param unchanged looks whether a refused change has changed nothing
     */
    void change(Runnable change, Runnable unchanged) {
        while (true) {
            updates.increment();
            try {
                change.run();
                return;
            } catch (GuestMemoryException e) {
                if (e.errno() != Errno.ENOMEM) {
                    throw e;
                }
                unchanged.run();
            }
        }
    }

    /** The oldest life that may be seen at a place from now on. */
    void raiseBound(int slot, int place, long oldest) {
        var _ = Window.getAndSetLong(ramHva(Layout.bound(slot, place)), oldest);
    }

    /** To be read before the access that it is for. */
    long bound(int slot, int place) {
        return Window.getLongVolatile(ramHva(Layout.bound(slot, place)));
    }

    private long ramHva(long gpa) {
        return ram.hva(0) + gpa - Layout.RAM;
    }

    /** The life whose host pages may be changed, if any. */
    @Nullable Life life(int slot) {
        return present.get(slot);
    }

    void setLife(int slot, Life life) {
        present.set(slot, life);
    }

    /** Returns when every read section that has begun has ended. */
    void gracePeriod() {
        MortalDevice nobody = new MortalDevice(findings);
        memory.registerDevice(Layout.NOWHERE + nobodies.getAndIncrement(), 1, nobody);
        memory.unregisterDevice(nobody);
        updates.add(2);
    }

    /** Pages that the harts found to be what they should. */
    long pagesCheckedByHarts(int harts) {
        long sum = 0;
        for (int hart = 0; hart < harts; hart++) {
            sum += Window.getLongVolatile(ramHva(Layout.counters(hart)) + Layout.COUNTER_PAGES);
        }
        return sum;
    }

    /** All threads have ended and all slots but RAM are gone. */
    void close() {
        memory.close();
        graveyard.close();
        findings.require(ram.retained() == 0, Check.OWNERSHIP, "closed memory still names its RAM");
        ram.free(findings);
    }
}
