package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.bus.MmioDevice;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Host pages that go away while slots come and go: a start and its end count for the same slots, so
 * a table is never swapped between them.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifierTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x40_0000;
    private static final long SIZE = 8 * PAGE;

    /** Long enough for a thread that need not wait. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final HostMapping mapping = HostMapping.anonymous(2 * SIZE);
    private final long hva = mapping.hva();
    private final FakeHost host = new FakeHost().map(USER, hva, 2 * SIZE);
    private final GuestMemory memory = GuestMemory.builder().hostSpace(host).build();

    @AfterEach
    void nothingIsUnderWay() {
        for (long page = USER; page < USER + 2 * SIZE; page += PAGE) {
            assertThat(host.isGoing(page)).as("0x%x", page).isFalse();
        }
        memory.close();
        mapping.close();
    }

    private void slot(int id, long gpa, long user) {
        memory.setUserMemoryRegion(id, 0, gpa, SIZE, user);
    }

    private static Thread started(Runnable change) {
        return Thread.ofPlatform().start(change);
    }

    /** Does a change while a pair is open; it must not be done before the pair is closed. */
    private void swapWaits(long start, long end, Runnable change) throws InterruptedException {
        host.begin(start, end);
        Thread changer = started(change);
        assertThat(changer.join(MOMENT)).as("done while the pair is open").isFalse();
        host.end(start, end);
        assertThat(changer.join(Duration.ofSeconds(30))).isTrue();
    }

    /** Counts that were out of balance would show here: stuck under way, or ended too often. */
    private void pairsWork() {
        host.begin(USER, USER + PAGE);
        assertThat(host.isGoing(USER)).isTrue();
        host.end(USER, USER + PAGE);
        assertThat(host.isGoing(USER)).isFalse();
    }

    @Test
    void slotThatComesBetweenAStartAndItsEndWaitsForTheEnd() throws InterruptedException {
        swapWaits(USER, USER + PAGE, () -> slot(1, 0, USER));
        pairsWork();
    }

    @Test
    void slotThatGoesBetweenAStartAndItsEndWaitsForTheEnd() throws InterruptedException {
        slot(1, 0, USER);
        swapWaits(USER, USER + PAGE, () -> memory.deleteRegion(1));
        slot(1, 0, USER);
        pairsWork();
    }

    @Test
    void slotThatMovesOrBeginsALogWaitsForTheEnd() throws InterruptedException {
        slot(1, 0, USER);
        swapWaits(USER, USER + PAGE, () -> slot(1, 4 * SIZE, USER));
        swapWaits(USER, USER + PAGE, () -> memory.setUserMemoryRegion(1, 1, 4 * SIZE, SIZE, USER));
        pairsWork();
    }

    @Test
    void pairThatTouchesNoSlotHoldsTheSwapUpAsWell() throws InterruptedException {
        slot(1, 0, USER);
        swapWaits(USER + SIZE, USER + SIZE + PAGE, () -> slot(2, 2 * SIZE, USER + SIZE));
        pairsWork();
    }

    @Test
    void swapWaitsUntilTheLastOfPairsThatOverlapIsClosed() throws InterruptedException {
        slot(1, 0, USER);
        host.begin(USER, USER + 2 * PAGE);
        host.begin(USER + PAGE, USER + 3 * PAGE);
        Thread deleter = started(() -> memory.deleteRegion(1));
        assertThat(deleter.join(MOMENT)).isFalse();
        host.end(USER, USER + 2 * PAGE);
        assertThat(deleter.join(MOMENT)).as("one is still open").isFalse();
        assertThat(host.isGoing(USER + PAGE)).isTrue();
        host.end(USER + PAGE, USER + 3 * PAGE);
        assertThat(deleter.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void secondStepOfADeletionWaitsForAPairThatOpenedAfterTheFirst() throws InterruptedException {
        slot(1, 0, USER);
        memory.addSlotHooks(
                new SlotHooks() {
                    @Override
                    public void invalidate(MemorySlot old) {
                        host.begin(USER, USER + PAGE);
                    }
                });
        Thread deleter = started(() -> memory.deleteRegion(1));
        while (!host.isGoing(USER)) {
            Thread.onSpinWait();
        }
        assertThat(deleter.join(MOMENT)).isFalse();
        assertThat(memory.slotId(0)).as("invalid, not gone").hasValue(1);
        host.end(USER, USER + PAGE);
        assertThat(deleter.join(Duration.ofSeconds(30))).isTrue();
        assertThat(memory.slotId(0)).isEmpty();
    }

    @Test
    void hartInsideTheRangeTriesAgainAndOneOutsideGoesOn() {
        slot(1, 0, USER);
        try (GuestView view = memory.attach()) {
            host.begin(USER + PAGE, USER + 2 * PAGE);
            assertThat(translate(view, PAGE, true)).isEqualTo(GuestView.RETRY);
            assertThat(translate(view, 2 * PAGE, true)).isEqualTo(hva + 2 * PAGE);
            host.end(USER + PAGE, USER + 2 * PAGE);
            assertThat(translate(view, PAGE, true)).isEqualTo(hva + PAGE);
        }
    }

    @Test
    void accessOfTheHostInsideTheRangeWaitsAndSeesTheNewPage() throws InterruptedException {
        slot(1, 0, USER);
        Window.putInt(hva + SIZE, 77);
        int[] read = new int[1];
        host.begin(USER, USER + PAGE);
        Thread reader = started(() -> read[0] = memory.getIntVolatile(0));
        assertThat(reader.join(MOMENT)).as("read while the page is going").isFalse();
        host.replace(USER, hva + SIZE);
        host.end(USER, USER + PAGE);
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
        assertThat(read[0]).isEqualTo(77);
        assertThat(memory.getIntVolatile(PAGE)).as("elsewhere").isZero();
    }

    @Test
    void changeOfPagesFromInsideAnAccessIsRefusedAndHoldsNothingUp() {
        slot(1, 0, USER);
        memory.registerDevice(
                4 * SIZE,
                8,
                new MmioDevice() {
                    @Override
                    public long read(long offset, int size) {
                        return 0;
                    }

                    @Override
                    public void write(long offset, int size, long value) {
                        host.begin(USER, USER + PAGE); // a balloon that must not do it here
                    }
                });
        try (GuestView view = memory.attach()) {
            assertThatThrownBy(() -> view.mmioWrite(4 * SIZE, 4, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("from inside a guest access");
            assertThat(host.isGoing(USER)).isFalse();
            assertThat(translate(view, 0, true)).isEqualTo(hva);
        }
        host.hook = (address, write) -> host.begin(USER, USER + PAGE); // nor a pager
        assertThatThrownBy(() -> memory.getIntVolatile(0))
                .hasMessageContaining("from inside a guest access");
        host.hook = (address, write) -> {};
        memory.deleteRegion(1); // waits for open pairs
        slot(1, 0, USER);
        pairsWork();
    }

    @Test
    void pairsOfManyThreadsBalanceWhileSlotsComeAndGo() throws InterruptedException {
        Thread[] hosts = new Thread[3];
        for (int t = 0; t < hosts.length; t++) {
            long first = USER + t * (2 * PAGE);
            hosts[t] =
                    started(
                            () -> {
                                for (int n = 0; n < 300; n++) {
                                    host.begin(first, first + 4 * PAGE);
                                    host.end(first, first + 4 * PAGE);
                                    LockSupport.parkNanos(10_000); // swaps may starve otherwise
                                }
                            });
        }
        for (int n = 0; n < 100; n++) {
            slot(1, 0, USER);
            slot(1, 4 * SIZE, USER);
            memory.deleteRegion(1);
        }
        for (Thread thread : hosts) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        slot(1, 0, USER);
        pairsWork();
    }
}
