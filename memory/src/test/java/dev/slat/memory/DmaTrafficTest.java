package dev.slat.memory;

import static dev.slat.memory.DmaFixture.BASE;
import static dev.slat.memory.DmaFixture.MOVED;
import static dev.slat.memory.DmaFixture.PAGE;
import static dev.slat.memory.DmaFixture.SIZE;
import static dev.slat.memory.DmaFixture.assertFault;
import static dev.slat.memory.DmaFixture.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFault.Reason;
import dev.slat.memory.dma.DmaFaultException;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.host.Window;
import dev.slat.memory.internal.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Devices store without end while slots come and go; patterns tell who stored where. */
@Timeout(120)
class DmaTrafficTest {
    private static final int ROUNDS = 400;
    private static final long PATTERN = 0x5a5a_5a5a_5a5a_5a5aL;
    private static final int WORDS = 16;

    /** Attempts of two devices in which one of them comes by each page of both places. */
    private static final int ALL_PLACES = 512;

    private final AtomicLong stores = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    /** Stores at both places a slot may be at, until told to stop; how many were faults. */
    private Long traffic(DmaDomain domain, int number) {
        MemorySegment words = MemorySegment.ofArray(new long[WORDS]);
        for (long count = 0; !stop.get(); count++) {
            for (int i = 0; i < WORDS; i++) {
                words.setAtIndex(ValueLayout.JAVA_LONG, i, count);
            }
            long page = count / 8 % (SIZE / PAGE) * PAGE;
            long iova = (count / 64 % 2 == 0 ? BASE : MOVED) + page + number * 1024L;
            try {
                if (count % 2 == 0) {
                    domain.write(iova, words);
                } else {
                    domain.putLongRelease(iova, count);
                }
                stores.incrementAndGet();
            } catch (DmaFaultException e) {
                Thread.onSpinWait(); // not there now
            }
            attempts.incrementAndGet();
        }
        return domain.faults().total();
    }

    private static <T> FutureTask<T> start(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** Pages that a device stored to after the deletion of their slot had returned. */
    private long staleStores(Fault fault) throws Exception {
        try (DmaFixture fixture = new DmaFixture(fault)) {
            GuestMemory memory = fixture.memory;
            DmaDomain first = memory.dmaDomain("first");
            DmaDomain second = memory.dmaDomain("second");
            FutureTask<Long> one = start(() -> traffic(first, 0));
            FutureTask<Long> two = start(() -> traffic(second, 1));
            long stale = 0;
            for (int round = 0; round < ROUNDS; round++) {
                memory.setRegion(fixture.region());
                long seen = stores.get();
                while (stores.get() == seen && round % 4 == 0) {
                    Thread.onSpinWait();
                }
                memory.setRegion(fixture.region().logDirty());
                memory.setRegion(fixture.region().at(MOVED));
                memory.deleteRegion(1);
                stale += storedAfterDelete(fixture.mapping.hva(), round % 16 == 0);
            }
            stop.set(true);
            long faults = one.get() + two.get();
            assertThat(attempts.get()).isEqualTo(stores.get() + faults);
            return stale;
        }
    }

    private long storedAfterDelete(long hva, boolean patient) {
        for (long at = hva; at < hva + SIZE; at += 8) {
            Window.putLong(at, PATTERN);
        }
        long seen = attempts.get();
        while (patient && attempts.get() - seen < ALL_PLACES) {
            Thread.onSpinWait();
        }
        long stored = 0;
        for (long at = hva; at < hva + SIZE; at += 8) {
            if (Window.getLongVolatile(at) != PATTERN) {
                stored++;
            }
        }
        return stored;
    }

    @Test
    void noDeviceStoresAfterADeletionReturned() throws Exception {
        assertThat(staleStores(Fault.NONE)).isZero();
        assertThat(stores).hasPositiveValue();
    }

    @Test
    void domainThatKeepsDeletedSlotsIsCaught() throws Exception {
        assertThat(staleStores(Fault.NO_IOMMU_UNMAP)).isPositive();
    }

    @Test
    void domainsMadeWhileSlotsChangeFollowThem() throws Exception {
        try (DmaFixture fixture = new DmaFixture()) {
            GuestMemory memory = fixture.memory;
            FutureTask<Integer> makers =
                    start(
                            () -> {
                                int made = 0;
                                for (; !stop.get(); made++) {
                                    try (DmaDomain domain =
                                            memory.dmaDomain(
                                                    DmaOptions.named("short-lived").pinned())) {
                                        tryLoad(domain, BASE);
                                        tryLoad(domain, MOVED);
                                    }
                                }
                                return made;
                            });
            List<DmaDomain> kept = new ArrayList<>();
            for (int round = 0; round < ROUNDS || kept.size() < 8; round++) {
                memory.setRegion(fixture.region());
                memory.setRegion(fixture.region().at(MOVED));
                if (round % (ROUNDS / 8) == 0) {
                    kept.add(memory.dmaDomain(DmaOptions.named("kept " + round).pinned()));
                }
                memory.deleteRegion(1);
            }
            memory.setRegion(fixture.region());
            stop.set(true);
            assertThat(makers.get()).isPositive();
            for (DmaDomain domain : kept) {
                load(domain, BASE);
                assertFault(Reason.UNMAPPED, () -> load(domain, MOVED));
            }
            assertThat(fixture.space.pins()).containsValue(kept.size());
        }
    }

    private static void tryLoad(DmaDomain domain, long iova) {
        try {
            load(domain, iova);
        } catch (DmaFaultException e) {
            assertThat(e.fault().reason()).isEqualTo(Reason.UNMAPPED);
        }
    }
}
