package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What the host may do to guest memory by itself. */
class GuestAccessTest {
    private static final long PAGE = 4096;
    private static final long GPA = 0x8000_0000L;

    private final HostMapping mapping = HostMapping.anonymous(8 * PAGE);
    private final long hva = mapping.hva();
    private final GuestMemory memory = GuestMemory.builder().privateSlots(2).build();

    /** Two pages, then two that lie elsewhere in the host, the last page read-only. */
    GuestAccessTest() {
        memory.setRegion(Region.slot(1).at(GPA).backedBy(mapping, 0, 2 * PAGE).logDirty());
        memory.setRegion(
                Region.slot(2).at(GPA + 2 * PAGE).backedBy(mapping, 4 * PAGE, PAGE).logDirty());
        memory.setRegion(
                Region.slot(3).at(GPA + 3 * PAGE).backedBy(mapping, 6 * PAGE, PAGE).readOnly());
    }

    @AfterEach
    void close() {
        memory.validate();
        memory.close();
        mapping.close();
    }

    private static MemorySegment bytes(int count, int value) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void writesCrossPagesAndSlotsAndMarkEachPageThatTheyTouch() {
        memory.write(GPA + PAGE - 3, bytes((int) PAGE + 6, 5));
        assertThat(Window.getByte(hva + PAGE - 4)).isZero();
        assertThat(Window.getByte(hva + PAGE - 3)).isEqualTo((byte) 5);
        assertThat(Window.getByte(hva + 4 * PAGE + 2)).isEqualTo((byte) 5);
        assertThat(Window.getByte(hva + 4 * PAGE + 3)).isZero();
        assertThat(Window.getByte(hva + 2 * PAGE)).as("not the guest's").isZero();
        assertThat(memory.dirtyLog(1)).containsExactly(3);
        assertThat(memory.dirtyLog(2)).containsExactly(1);
        byte[] back = new byte[(int) PAGE + 8];
        memory.read(GPA + PAGE - 4, MemorySegment.ofArray(back));
        assertThat(back[0]).isZero();
        assertThat(back[1]).isEqualTo((byte) 5);
        assertThat(back[back.length - 2]).isEqualTo((byte) 5);
        assertThat(back[back.length - 1]).isZero();
        assertThat(memory.dirtyLog(1)).as("reads mark nothing").containsExactly(0);
    }

    @Test
    void accessesStopAtTheFirstPageThatRefusesThem() {
        assertRefused(Errno.EFAULT, () -> memory.write(GPA + 3 * PAGE - 1, bytes(2, 9)));
        assertThat(Window.getByte(hva + 5 * PAGE - 1)).isEqualTo((byte) 9);
        assertThat(memory.dirtyLog(2)).as("what was done is marked").containsExactly(1);
        assertThat(Window.getByte(hva + 6 * PAGE)).isZero();
        memory.read(GPA + 3 * PAGE - 1, bytes(2, 0));
        assertRefused(Errno.EFAULT, () -> memory.read(GPA + 4 * PAGE - 1, bytes(2, 0)));
        assertRefused(Errno.EFAULT, () -> memory.read(-1, bytes(2, 0)));
        memory.read(0, bytes(0, 0));
    }

    @Test
    void clearFillsPageByPageWithZerosAndNoFurther() {
        memory.write(GPA, bytes(3 * (int) PAGE, 1));
        memory.dirtyLog(1);
        memory.clear(GPA + PAGE - 1, PAGE + 2);
        assertThat(Window.getByte(hva + PAGE - 2)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + PAGE - 1)).isZero();
        assertThat(Window.getByte(hva + 2 * PAGE - 1)).isZero();
        assertThat(Window.getByte(hva + 4 * PAGE)).isZero();
        assertThat(Window.getByte(hva + 4 * PAGE + 1)).isEqualTo((byte) 1);
        assertThat(Window.getByte(hva + 2 * PAGE)).as("behind the slot").isZero();
        assertThat(memory.dirtyLog(1)).containsExactly(3);
    }

    @Test
    void stringsCrossPagesAndEndAtTheirZero() {
        byte[] text = "kvm,slot".getBytes(StandardCharsets.US_ASCII);
        memory.write(GPA + 2 * PAGE - 3, MemorySegment.ofArray(text));
        assertThat(memory.readString(GPA + 2 * PAGE - 3, 100)).isEqualTo(text);
        assertThat(memory.readString(GPA, 1)).isEmpty();
        assertRefused(Errno.EINVAL, () -> memory.readString(GPA + 2 * PAGE - 3, 8));
        Window.putByte(hva + 7 * PAGE - 1, (byte) 1);
        assertRefused(Errno.EFAULT, () -> memory.readString(GPA + 4 * PAGE - 1, 2));
    }

    @Test
    void atomicAccessesNeedAlignmentAndMarkTheirPage() {
        assertThat(memory.compareAndSetLong(GPA + PAGE, 0, 6)).isTrue();
        assertThat(memory.compareAndSetLong(GPA + PAGE, 0, 7)).isFalse();
        assertThat(memory.getLongVolatile(GPA + PAGE)).isEqualTo(6);
        assertThat(memory.compareAndSetInt(GPA + PAGE + 4, 0, 1)).isTrue();
        assertThat(memory.getIntVolatile(GPA + PAGE + 4)).isEqualTo(1);
        assertThat(memory.dirtyLog(1)).containsExactly(2);
        assertRefused(Errno.EINVAL, () -> memory.getIntVolatile(GPA + 2));
        assertRefused(Errno.EINVAL, () -> memory.compareAndSetLong(GPA + 4, 0, 0));
        assertRefused(Errno.EFAULT, () -> memory.compareAndSetInt(GPA + 3 * PAGE, 0, 1));
        assertThat(memory.getIntVolatile(GPA + 3 * PAGE)).isZero();
    }

    @Test
    void cachedRangesFollowTheSlotsThroughTheirGenerations() {
        GuestCache cache = memory.cache(GPA + PAGE - 2, 4);
        cache.write(1, bytes(2, 3));
        assertThat(Window.getByte(hva + PAGE)).isEqualTo((byte) 3);
        assertThat(memory.dirtyLog(1)).containsExactly(3);
        memory.setRegion(Region.slot(1).at(GPA + (1 << 20)).backedBy(mapping, 0, 2 * PAGE));
        assertRefused(Errno.EFAULT, () -> cache.read(0, bytes(1, 0)));
        memory.setRegion(Region.slot(4).at(GPA).backedBy(mapping, 2 * PAGE, 2 * PAGE));
        MemorySegment back = bytes(4, 1);
        cache.read(0, back);
        assertThat(back.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertRefused(Errno.EINVAL, () -> cache.read(3, bytes(2, 0)));
        assertRefused(Errno.EINVAL, () -> cache.read(-1, bytes(1, 0)));
        assertRefused(Errno.EINVAL, () -> memory.cache(GPA, 0));
    }

    @Test
    void aliasesShowTheSameMemoryOnceAndMarkItsSlot() {
        long alias = 0x1000_0000L;
        memory.setAlias(0, alias, 2 * PAGE, GPA + PAGE);
        memory.write(alias + 5, bytes(1, 4));
        assertThat(Window.getByte(hva + PAGE + 5)).isEqualTo((byte) 4);
        assertThat(memory.dirtyLog(1)).containsExactly(2);
        memory.write(alias + PAGE, bytes(1, 6)); // the second slot's
        assertThat(Window.getByte(hva + 4 * PAGE)).isEqualTo((byte) 6);
        assertThat(memory.isBacked(alias, 2 * PAGE, true)).isTrue();
        assertThat(memory.slotId(alias)).hasValue(1);
        memory.setAlias(1, alias + (1 << 20), PAGE, alias); // of an alias: not followed
        assertRefused(Errno.EFAULT, () -> memory.read(alias + (1 << 20), bytes(1, 0)));
        long generation = memory.generation();
        memory.setAlias(0, alias + PAGE, PAGE, GPA);
        assertThat(memory.generation())
                .as("three tables: two are invalid")
                .isEqualTo(generation + 3);
        assertRefused(Errno.EFAULT, () -> memory.read(alias, bytes(1, 0)));
        memory.setAlias(0, 0, 0, 0);
        assertRefused(Errno.EFAULT, () -> memory.read(alias + PAGE, bytes(1, 0)));
        assertRefused(Errno.EINVAL, () -> memory.setAlias(4, 0, PAGE, 0));
        assertRefused(Errno.EINVAL, () -> memory.setAlias(-1, 0, PAGE, 0));
        assertRefused(Errno.EINVAL, () -> memory.setAlias(0, 1, PAGE, 0));
        assertRefused(Errno.EINVAL, () -> memory.setAlias(0, 0, 1, 0));
        assertRefused(Errno.EINVAL, () -> memory.setAlias(0, Long.MAX_VALUE - 4095, 2 * PAGE, 0));
    }

    @Test
    void privateSlotsAreMemoryButNotTheUsers() {
        long at = 0x2000_0000L;
        memory.setPrivateRegion(Region.slot(1).at(at).backedBy(mapping, 7 * PAGE, PAGE));
        memory.write(at, bytes(1, 8));
        assertThat(Window.getByte(hva + 7 * PAGE)).isEqualTo((byte) 8);
        assertThat(memory.isVisible(at)).isFalse();
        assertThat(memory.isVisible(GPA)).isTrue();
        int id = memory.slotId(at).orElseThrow();
        assertThat(id).isEqualTo(32766);
        assertRefused(Errno.EINVAL, () -> memory.deleteRegion(id));
        assertRefused(Errno.EINVAL, () -> memory.dirtyLog(id));
        assertRefused(
                Errno.EEXIST,
                () -> memory.setRegion(Region.slot(9).at(at).backedBy(mapping, 0, PAGE)));
        memory.deletePrivateRegion(1);
        assertThat(memory.slotId(at)).isEmpty();
    }
}
