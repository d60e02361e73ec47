package dev.slat.memory;

import static dev.slat.memory.DmaFixture.BASE;
import static dev.slat.memory.DmaFixture.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations.Point;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A device that has found a slot at the last moment before it is unmapped, and is slow to use it,
 * is waited for.
 */
@Timeout(60)
class DmaGracePeriodTest {
    private final AtomicBoolean returned = new AtomicBoolean();
    private final CountDownLatch inside = new CountDownLatch(1);
    private boolean returnedFirst;

    /** A device that blocks in the host's pager until {@code until}, when it is started. */
    private Thread device(DmaFixture fixture, DmaDomain domain, BooleanSupplier until) {
        return Thread.ofPlatform()
                .unstarted(
                        () -> {
                            Thread self = Thread.currentThread();
                            fixture.space.onResolve =
                                    address -> {
                                        if (Thread.currentThread() == self) {
                                            inside.countDown();
                                            while (!until.getAsBoolean()) {
                                                Thread.onSpinWait();
                                            }
                                            returnedFirst = returned.get();
                                        }
                                    };
                            load(domain, BASE);
                        });
    }

    private void startAndAwait(Thread device) {
        device.start();
        try {
            inside.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a deletion returned before the access of a device that began just before. */
    private boolean deletesUnderADevice(Fault fault) throws InterruptedException {
        try (DmaFixture fixture = new DmaFixture(fault)) {
            GuestMemory memory = fixture.memory;
            Thread[] device = new Thread[1];
            // Before the domain's hooks: the slot is still mapped, the first grace period is over.
            memory.addSlotHooks(
                    new SlotHooks() {
                        @Override
                        public void invalidate(MemorySlot old) {
                            startAndAwait(device[0]);
                        }
                    });
            DmaDomain domain = memory.dmaDomain(DmaOptions.named("disk").pinned());
            // Goes on once the last grace period is under way, or was not waited for.
            BooleanSupplier until =
                    fault == Fault.NO_GRACE_PERIOD
                            ? this::returned
                            : () -> (memory.generation() < 0 && slow()) || returned();
            device[0] = device(fixture, domain, until);
            memory.setRegion(fixture.region());
            memory.deleteRegion(1);
            returned.set(true);
            device[0].join();
            return returnedFirst;
        }
    }

    private boolean returned() {
        return returned.get();
    }

    private static boolean slow() {
        for (int i = 0; i < 10_000; i++) {
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void deletionWaitsForADeviceThatFoundTheSlot() throws InterruptedException {
        assertThat(deletesUnderADevice(Fault.NONE)).isFalse();
    }

    @Test
    void deletionWithoutAGracePeriodIsCaught() throws InterruptedException {
        assertThat(deletesUnderADevice(Fault.NO_GRACE_PERIOD)).isTrue();
    }

    @Test
    void creationThatFailsWaitsForADeviceThatFoundTheSlot() throws InterruptedException {
        try (DmaFixture fixture = new DmaFixture()) {
            DmaDomain domain = fixture.memory.dmaDomain(DmaOptions.named("disk").pinned());
            Thread unmapped = Thread.currentThread();
            Thread device =
                    device(
                            fixture,
                            domain,
                            () -> unmapped.getState() != Thread.State.RUNNABLE || returned());
            fixture.failing = Point.TABLE;
            fixture.onPoint =
                    point -> {
                        if (point == Point.TABLE) {
                            startAndAwait(device);
                        }
                    };
            DmaFixture.assertRefused(
                    Errno.ENOMEM, () -> fixture.memory.setRegion(fixture.region()));
            returned.set(true);
            device.join();
            assertThat(returnedFirst).isFalse();
            fixture.failing = null;
        }
    }

    @Test
    void closingWaitsForADeviceThatFoundTheSlot() throws InterruptedException {
        try (DmaFixture fixture = new DmaFixture()) {
            DmaDomain domain = fixture.memory.dmaDomain(DmaOptions.named("disk").pinned());
            fixture.memory.setRegion(fixture.region());
            AtomicBoolean closing = new AtomicBoolean();
            Thread device = device(fixture, domain, () -> (closing.get() && slow()) || returned());
            startAndAwait(device);
            closing.set(true);
            domain.close();
            returned.set(true);
            device.join();
            assertThat(returnedFirst).isFalse();
        }
    }
}
