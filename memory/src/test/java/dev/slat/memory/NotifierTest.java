package dev.slat.memory;

import static dev.slat.memory.Asserts.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.internal.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class NotifierTest {
    private static final long PAGE = 4096;
    private static final long USER = 0x40_0000;
    private static final long SIZE = 4 * PAGE;

    private final HostMapping mapping = HostMapping.anonymous(2 * SIZE);
    private final long old = mapping.hva();
    private final long fresh = mapping.hva() + SIZE;
    private final FakeHost host = new FakeHost().map(USER, old, SIZE);
    private GuestMemory memory = GuestMemory.builder().hostSpace(host).build();
    private GuestView view = memory.attach();

    @AfterEach
    void close() {
        view.close();
        memory.validate();
        memory.close();
        mapping.close();
    }

    private void slot(int id, long gpa) {
        memory.setUserMemoryRegion(id, 0, gpa, SIZE, USER);
    }

    /**
     * Has a page replaced in the middle of the next fault or copy: begun before it ends. The
     * replacement waits for the section that it meets; await it after.
     */
    private Thread replacingInTheNextAccess(FakeHost space, long address, long hva) {
        Thread replacer = Thread.ofPlatform().unstarted(() -> space.replace(address, hva));
        space.hook =
                (at, write) -> {
                    space.hook = (a, w) -> {};
                    replacer.start();
                    while (!space.isGoing(address)
                            && replacer.getState() != Thread.State.TIMED_WAITING
                            && replacer.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                };
        return replacer;
    }

    @Test
    void aFaultDoesNotInstallAPageThatIsBeingReplaced() throws InterruptedException {
        slot(1, 0);
        Thread replacer = replacingInTheNextAccess(host, USER, fresh);
        assertThat(translate(view, 0, true)).isEqualTo(GuestView.RETRY);
        replacer.join();
        assertThat(translate(view, 0, true)).isEqualTo(fresh);
    }

    @Test
    void withoutTheSecondLookTheOldPageStaysMapped() throws InterruptedException {
        FakeHost own = new FakeHost().map(USER, old, SIZE);
        try (GuestMemory broken =
                        GuestMemory.builder()
                                .hostSpace(own)
                                .fault(Fault.NO_NOTIFIER_RECHECK)
                                .build();
                GuestView hart = broken.attach()) {
            broken.setUserMemoryRegion(1, 0, 0, SIZE, USER);
            Thread replacer = replacingInTheNextAccess(own, USER, fresh);
            assertThat(translate(hart, 0, true)).isEqualTo(old);
            replacer.join();
            assertThat(translate(hart, 0, true)).isEqualTo(old);
        }
    }

    @Test
    void faultsInAnInvalidationTryAgainUntilItsEndAndOthersDoNot() {
        slot(1, 0);
        host.begin(USER, USER + PAGE);
        assertThat(translate(view, 0, true)).isEqualTo(GuestView.RETRY);
        assertThat(translate(view, PAGE, true)).isEqualTo(old + PAGE);
        host.begin(USER + 2 * PAGE, USER + 3 * PAGE);
        assertThat(translate(view, PAGE, false)).isEqualTo(old + PAGE);
        host.end(USER + 2 * PAGE, USER + 3 * PAGE);
        assertThat(translate(view, 0, true)).as("the first goes on").isEqualTo(GuestView.RETRY);
        host.end(USER, USER + PAGE);
        assertThat(translate(view, 0, true)).isEqualTo(old);
    }

    @Test
    void aPageGoesWhereverItIsMapped() {
        slot(1, 0);
        slot(2, 0x10_0000);
        memory.setAlias(0, 0x20_0000, PAGE, PAGE);
        assertThat(translate(view, PAGE, true)).isEqualTo(old + PAGE);
        assertThat(translate(view, 0x10_0000 + PAGE, true)).isEqualTo(old + PAGE);
        assertThat(translate(view, 0x20_0000, true)).isEqualTo(old + PAGE);
        host.replace(USER + PAGE, fresh);
        assertThat(translate(view, PAGE, true)).isEqualTo(fresh);
        assertThat(translate(view, 0x10_0000 + PAGE, true)).isEqualTo(fresh);
        assertThat(translate(view, 0x20_0000, true)).isEqualTo(fresh);
    }

    @Test
    void slotsArePublishedOnlyBetweenInvalidationsSoThatBeginAndEndMatch() throws Exception {
        host.begin(USER, USER + PAGE); // of no slot
        Thread creator = Thread.ofPlatform().start(() -> slot(1, 0));
        assertThat(creator.join(Duration.ofMillis(50))).isFalse();
        assertThat(memory.slotId(0)).isEmpty();
        host.begin(USER + PAGE, USER + 2 * PAGE);
        host.end(USER, USER + PAGE);
        assertThat(creator.join(Duration.ofMillis(20))).isFalse();
        host.end(USER + PAGE, USER + 2 * PAGE); // unbalanced, had it seen the slot
        creator.join();
        assertThat(translate(view, 0, true)).isEqualTo(old);
        host.replace(USER, fresh);
        assertThat(translate(view, 0, true)).isEqualTo(fresh);
    }

    @Test
    void anInvalidSlotIsFoundForTearingDown() throws Exception {
        slot(1, 0);
        translate(view, 0, true);
        Integer[] level = new Integer[1];
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (GuestView own = memory.attach()) {
                                        own.enter(); // holds the first grace period
                                        entered.countDown();
                                        Stage2Test.await(go);
                                        own.exit();
                                    }
                                });
        entered.await();
        Thread deleter = Thread.ofPlatform().start(() -> memory.deleteRegion(1));
        while (memory.isVisible(0)) {
            Thread.onSpinWait();
        }
        assertThat(memory.slotId(0)).hasValue(1); // invalid, and still there
        assertThat(translate(view, PAGE, true)).isEqualTo(GuestView.RETRY);
        assertThat(memory.stage2().levelOf(0, 0)).isZero();
        Thread notifier = Thread.ofPlatform().start(() -> host.begin(USER, USER + PAGE));
        while (!memory.stage2().isGoing(USER) || memory.stage2().levelOf(0, 0) != null) {
            Thread.onSpinWait();
        }
        level[0] = memory.stage2().levelOf(0, 0);
        go.countDown(); // both wait for the reader, and the deletion for the invalidation
        notifier.join();
        host.end(USER, USER + PAGE);
        deleter.join();
        reader.join();
        assertThat(level[0]).isNull();
        assertThat(memory.slotId(0)).isEmpty();
    }

    @Test
    void aPageDoesNotGoAwayUnderAHostCopyAndNoneBeginsWhileItGoes() throws InterruptedException {
        slot(1, 0);
        Thread replacer = replacingInTheNextAccess(host, USER, fresh);
        memory.write(0, MemorySegment.ofArray(new byte[] {7}));
        replacer.join(); // it waited for the copy, which went to the old page
        assertThat(Window.getByte(old)).isEqualTo((byte) 7);
        assertThat(memory.getIntVolatile(0)).isZero();

        host.begin(USER, USER + PAGE);
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> memory.write(0, MemorySegment.ofArray(new byte[] {9})));
        assertThat(writer.join(Duration.ofMillis(50))).isFalse();
        assertThat(Window.getByte(fresh)).isZero();
        host.end(USER, USER + PAGE);
        writer.join();
        assertThat(Window.getByte(fresh)).isEqualTo((byte) 9);
    }

    @Test
    void releaseTakesEverythingAway() {
        slot(1, 0);
        translate(view, 0, true);
        host.notifier().release();
        assertThat(memory.stage2().levelOf(0, 0)).isNull();
        assertThat(view.takeRequests()).isEqualTo(GuestView.FLUSH);
    }
}
