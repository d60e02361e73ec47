package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.slots.MemorySlot;
import dev.slat.memory.slots.SlotHooks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a cache must notice: everything that happens to its slot and to its pages. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuestCacheTest {
    private static final long PAGE = 4096;
    private static final long GPA = 0x8000_0000L;
    private static final long AWAY = 0x9000_0000L;
    private static final long USER = 0x4000_0000L;
    private static final long SIZE = 4 * PAGE;
    private static final int LOG = 1;
    private static final int READ_ONLY = 2;

    private final HostMapping mapping = HostMapping.anonymous(3 * SIZE);
    private final long hva = mapping.hva();
    private final FakeHost host = new FakeHost().map(USER, hva, 3 * SIZE);
    private final GuestMemory memory =
            GuestMemory.builder().hostSpace(host).addressBits(40).build();

    @AfterEach
    void close() {
        memory.validate();
        memory.close();
        mapping.close();
    }

    private void slot(int id, int flags, long gpa, long user) {
        memory.setUserMemoryRegion(id, flags, gpa, SIZE, user);
    }

    private static void store(GuestCache cache, long offset, int value) {
        cache.write(offset, MemorySegment.ofArray(new byte[] {(byte) value}));
    }

    private static int load(GuestCache cache, long offset) {
        MemorySegment one = MemorySegment.ofArray(new byte[1]);
        cache.read(offset, one);
        return one.get(JAVA_BYTE, 0);
    }

    @Test
    void accessesCrossThePagesOfTheSlotAndMarkEach() {
        slot(1, LOG, GPA, USER);
        GuestCache cache = memory.cache(GPA + PAGE - 8, PAGE + 16);
        cache.write(4, MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertThat(Window.getByte(hva + PAGE - 1)).isEqualTo((byte) 4);
        assertThat(Window.getByte(hva + PAGE)).isEqualTo((byte) 5);
        assertThat(memory.dirtyLog(1)).containsExactly(3);
        store(cache, PAGE + 8, 9);
        assertThat(memory.dirtyLog(1)).containsExactly(4);
        assertThat(load(cache, PAGE + 8)).isEqualTo(9);
        assertThat(memory.dirtyLog(1)).as("reads mark nothing").containsExactly(0);
    }

    @Test
    void slotThatMovesAwayIsNotReachedAndOneThatMovesHereIs() {
        slot(1, 0, GPA, USER);
        GuestCache cache = memory.cache(GPA, 8);
        store(cache, 0, 1);
        slot(1, 0, AWAY, USER);
        assertRefused(Errno.EFAULT, () -> load(cache, 0));
        assertRefused(Errno.EFAULT, () -> store(cache, 0, 2));
        slot(2, 0, GPA, USER + SIZE);
        store(cache, 0, 3);
        assertThat(Window.getByte(hva)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + SIZE)).isEqualTo((byte) 3);
    }

    @Test
    void deletedSlotIsNotReachedNorWhileItIsBeingDeleted() {
        slot(1, 0, GPA, USER);
        GuestCache cache = memory.cache(GPA, 8);
        store(cache, 0, 1);
        memory.addSlotHooks(
                new SlotHooks() {
                    @Override
                    public void invalidate(MemorySlot old) {
                        assertRefused(Errno.EFAULT, () -> store(cache, 0, 2));
                    }
                });
        memory.deleteRegion(1);
        assertRefused(Errno.EFAULT, () -> store(cache, 0, 2));
        assertThat(Window.getByte(hva)).isEqualTo((byte) 1);
    }

    @Test
    void readOnlySlotIsReadAndNotWritten() {
        slot(1, READ_ONLY, GPA, USER);
        GuestCache cache = memory.cache(GPA, 8);
        Window.putByte(hva, (byte) 7);
        assertThat(load(cache, 0)).isEqualTo(7);
        assertRefused(Errno.EFAULT, () -> store(cache, 0, 1));
        memory.deleteRegion(1);
        slot(1, 0, GPA, USER);
        store(cache, 0, 1);
        assertThat(load(cache, 0)).isEqualTo(1);
    }

    @Test
    void logThatBeginsLaterIsMarked() {
        slot(1, 0, GPA, USER);
        GuestCache cache = memory.cache(GPA + PAGE, 8);
        store(cache, 0, 1);
        slot(1, LOG, GPA, USER);
        store(cache, 0, 2);
        assertThat(memory.dirtyLog(1)).containsExactly(2);
    }

    @Test
    void pageThatIsReplacedIsFoundWhereItIsNow() {
        slot(1, 0, GPA, USER);
        GuestCache cache = memory.cache(GPA, 8);
        store(cache, 0, 1);
        Window.putByte(hva + SIZE, (byte) 5);
        long generation = memory.generation();
        host.replace(USER, hva + SIZE);
        assertThat(memory.generation()).as("no change of slots").isEqualTo(generation);
        assertThat(load(cache, 0)).isEqualTo(5);
        store(cache, 0, 6);
        assertThat(Window.getByte(hva)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + SIZE)).isEqualTo((byte) 6);
    }

    @Test
    void accessToAPageThatIsGoingAwayWaits() throws InterruptedException {
        slot(1, 0, GPA, USER);
        GuestCache cache = memory.cache(GPA, 2 * PAGE);
        store(cache, 0, 1);
        host.begin(USER, USER + PAGE);
        store(cache, PAGE, 2); // another page
        Thread writer = Thread.ofPlatform().start(() -> store(cache, 0, 3));
        assertThat(writer.join(Duration.ofMillis(50))).isFalse();
        assertThat(Window.getByte(hva)).isEqualTo((byte) 1);
        host.end(USER, USER + PAGE);
        assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
        assertThat(Window.getByte(hva)).isEqualTo((byte) 3);
    }

    @Test
    void pagesDiscardedByTheHostReadAsZero() {
        try (HostMapping backing = HostMapping.anonymous(SIZE);
                GuestMemory own = GuestMemory.create()) {
            own.setRegion(Region.slot(1).at(GPA).backedBy(backing));
            GuestCache cache = own.cache(GPA, 2 * PAGE);
            store(cache, PAGE, 4);
            backing.discard(PAGE, PAGE);
            assertThat(load(cache, PAGE)).isZero();
            backing.unmap(PAGE, PAGE);
            assertRefused(Errno.EFAULT, () -> load(cache, PAGE));
            store(cache, 0, 1);
        }
    }

    @Test
    void rangeOverTwoSlotsIsOneRange() {
        slot(1, LOG, GPA, USER);
        slot(2, LOG, GPA + SIZE, USER + SIZE);
        GuestCache cache = memory.cache(GPA + SIZE - 1, 2);
        cache.write(0, MemorySegment.ofArray(new byte[] {1, 2}));
        assertThat(Window.getByte(hva + SIZE - 1)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + SIZE)).isEqualTo((byte) 2);
        assertThat(memory.dirtyLog(1)).containsExactly(8);
        assertThat(memory.dirtyLog(2)).containsExactly(1);
        memory.deleteRegion(2);
        assertRefused(Errno.EFAULT, () -> store(cache, 0, 3)); // the whole range or nothing
    }

    @Test
    void aliasThatComesOverTheRangeIsFollowed() {
        slot(1, LOG, GPA, USER);
        GuestCache cache = memory.cache(GPA, 8);
        store(cache, 0, 1);
        memory.dirtyLog(1);
        memory.setAlias(0, GPA, PAGE, GPA + 2 * PAGE);
        store(cache, 0, 5);
        assertThat(Window.getByte(hva)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + 2 * PAGE)).isEqualTo((byte) 5);
        assertThat(memory.dirtyLog(1)).containsExactly(4);
        memory.setAlias(0, 0, 0, 0);
        assertThat(load(cache, 0)).isEqualTo(1);
    }

    @Test
    void memoryOfASlotThatWasDeletedIsNeverSeen() throws InterruptedException {
        Window.fill(hva, SIZE, (byte) 1);
        slot(1, 0, GPA, USER);
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean wrong = new AtomicBoolean();
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    GuestCache here = memory.cache(GPA, SIZE);
                                    while (!over.get()) {
                                        try {
                                            wrong.compareAndSet(false, load(here, PAGE) != 1);
                                        } catch (GuestMemoryException e) {
                                            Thread.onSpinWait(); // away at the moment
                                        }
                                    }
                                });
        for (int i = 0; i < 300; i++) {
            memory.deleteRegion(1);
            Window.fill(hva, SIZE, (byte) 9); // nobody may see it
            Window.fill(hva, SIZE, (byte) 1);
            slot(1, 0, GPA, USER);
        }
        over.set(true);
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
        assertThat(wrong).isFalse();
    }
}
