package dev.slat.memory;

import static dev.slat.memory.DmaFixture.BASE;
import static dev.slat.memory.DmaFixture.MOVED;
import static dev.slat.memory.DmaFixture.PAGE;
import static dev.slat.memory.DmaFixture.SIZE;
import static dev.slat.memory.DmaFixture.assertFault;
import static dev.slat.memory.DmaFixture.assertRefused;
import static dev.slat.memory.DmaFixture.load;
import static dev.slat.memory.DmaFixture.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFault;
import dev.slat.memory.dma.DmaFault.Reason;
import dev.slat.memory.dma.DmaFaultException;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.Window;
import dev.slat.memory.iommu.FaultLog;
import dev.slat.memory.slots.Allocations;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

@Timeout(60)
class DmaDomainTest {
    private final DmaFixture fixture = new DmaFixture();
    private final GuestMemory memory = fixture.memory;
    private final HostMapping mapping = fixture.mapping;
    private final DmaDomain domain = memory.dmaDomain(DmaOptions.named("disk").pinned());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void slotIsMappedAndPinnedBeforeItIsVisible() {
        List<String> seen = new ArrayList<>();
        fixture.onPoint =
                point -> {
                    if (point == Allocations.Point.TABLE) {
                        store(domain, BASE, 5);
                        seen.add(fixture.space.pins().size() + " " + memory.isVisible(BASE));
                    }
                };
        memory.setRegion(fixture.region());
        assertThat(seen).containsExactly("1 false");
        assertThat(Window.getByte(mapping.hva())).isEqualTo((byte) 5);
    }

    @Test
    void newDomainHasTheSlotsThatThereAre() {
        memory.setRegion(fixture.region());
        try (DmaDomain second = memory.dmaDomain(DmaOptions.named("net").pinned())) {
            store(second, BASE + SIZE - 1, 6);
            assertThat(load(domain, BASE + SIZE - 1)).isEqualTo((byte) 6);
            assertThat(fixture.space.pins()).containsValue(2);
        }
        assertThat(fixture.space.pins()).containsValue(1);
    }

    @Test
    void copyCrossesPagesAndSlots() {
        memory.setRegion(Region.slot(1).at(BASE).backedBy(mapping, 0, PAGE));
        memory.setRegion(Region.slot(2).at(BASE + PAGE).backedBy(mapping, 2 * PAGE, 2 * PAGE));
        byte[] bytes = new byte[(int) (2 * PAGE)];
        Arrays.fill(bytes, (byte) 7);
        domain.write(BASE + 100, MemorySegment.ofArray(bytes));
        assertThat(Window.getByte(mapping.hva() + PAGE)).isZero();
        assertThat(Window.getByte(mapping.hva() + 3 * PAGE + 99)).isEqualTo((byte) 7);
        assertThat(Window.getByte(mapping.hva() + 3 * PAGE + 100)).isZero();
        byte[] back = new byte[bytes.length];
        domain.read(BASE + 100, MemorySegment.ofArray(back));
        assertThat(back).isEqualTo(bytes);
    }

    @Test
    void deletedSlotIsAFaultAndItsMappingMayBeClosed() {
        try (HostMapping extra = HostMapping.anonymous(PAGE)) {
            memory.setRegion(Region.slot(2).at(0).backedBy(extra));
            store(domain, 0, 1);
            memory.deleteRegion(2);
        }
        assertThat(fixture.space.pins()).isEmpty();
        assertFault(Reason.UNMAPPED, () -> store(domain, 0, 2));
        assertFault(Reason.UNMAPPED, () -> load(domain, 0));
    }

    @Test
    void movedSlotIsMappedAtItsNewAddressOnlyAndStaysPinned() {
        memory.setRegion(fixture.region());
        List<String> pinned = new ArrayList<>();
        fixture.onPoint = point -> pinned.add(fixture.space.pins().values().toString());
        memory.setRegion(fixture.region().at(MOVED));
        assertThat(pinned).isNotEmpty().allMatch("[1]"::equals);
        store(domain, MOVED, 8);
        assertThat(Window.getByte(mapping.hva())).isEqualTo((byte) 8);
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
    }

    @Test
    void readOnlySlotTakesNoStore() {
        memory.setRegion(fixture.region().readOnly());
        Window.putInt(mapping.hva(), 9);
        assertThat(load(domain, BASE)).isEqualTo((byte) 9);
        assertFault(Reason.READ_ONLY, () -> store(domain, BASE, 1));
        assertFault(Reason.READ_ONLY, () -> domain.putIntRelease(BASE, 1));
        assertFault(Reason.READ_ONLY, () -> domain.compareAndSetInt(BASE, 9, 1));
        assertThat(domain.getIntAcquire(BASE)).isEqualTo(9);
    }

    @Test
    void copyStopsAtTheFirstFaultAndTellsWhere() {
        memory.setRegion(fixture.region());
        byte[] bytes = new byte[(int) (2 * PAGE)];
        Arrays.fill(bytes, (byte) 3);
        long last = BASE + SIZE - PAGE;
        assertThatThrownBy(() -> domain.write(last, MemorySegment.ofArray(bytes)))
                .isInstanceOf(DmaFaultException.class)
                .hasMessage("DMA write of 0x1000 bytes at 0x80010000: UNMAPPED");
        assertThat(Window.getByte(mapping.hva() + SIZE - 1)).isEqualTo((byte) 3);
        assertThat(domain.faults().latest())
                .containsExactly(new DmaFault(BASE + SIZE, PAGE, true, Reason.UNMAPPED));
    }

    @Test
    void addressesAtBothEndsAreFaults() {
        memory.setRegion(fixture.region());
        assertFault(Reason.UNMAPPED, () -> load(domain, -1));
        assertFault(Reason.UNMAPPED, () -> domain.getLongAcquire(Long.MIN_VALUE));
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE - 1));
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE + SIZE));
        domain.read(0, MemorySegment.ofArray(new byte[0]));
        assertThat(domain.faults().total()).isEqualTo(4);
    }

    @Test
    void memoryThatTheHostDoesNotHaveIsAFault() {
        memory.setUserMemoryRegion(4, 0, 0, PAGE, Window.size() - PAGE);
        assertFault(Reason.NO_HOST_MEMORY, () -> store(domain, 8, 1));
        assertThat(domain.faults().latest())
                .containsExactly(new DmaFault(8, 1, true, Reason.NO_HOST_MEMORY));
    }

    @Test
    void faultRecordKeepsTheLastAndCountsTheRest() {
        for (int i = 0; i < FaultLog.CAPACITY + 10; i++) {
            long iova = i;
            assertFault(Reason.UNMAPPED, () -> load(domain, iova));
        }
        assertThat(domain.faults().dropped()).isEqualTo(10);
        assertThat(domain.faults().latest()).hasSize(FaultLog.CAPACITY);
        assertThat(domain.faults().latest().getFirst().iova()).isEqualTo(10);
        assertThat(domain.faults().latest().getLast().iova()).isEqualTo(FaultLog.CAPACITY + 9);
    }

    @Test
    void alignedNumbersAreLoadedStoredAndCompared() {
        memory.setRegion(fixture.region());
        domain.putShortRelease(BASE + 2, (short) 0x1234);
        domain.putIntRelease(BASE + 4, 0x789abcde);
        domain.putLongRelease(BASE + 8, 0x1122334455667788L);
        assertThat(Window.getShort(mapping.hva() + 2)).isEqualTo((short) 0x1234);
        assertThat(domain.getShortAcquire(BASE + 2)).isEqualTo((short) 0x1234);
        assertThat(domain.getIntAcquire(BASE + 4)).isEqualTo(0x789abcde);
        assertThat(domain.getLongAcquire(BASE + 8)).isEqualTo(0x1122334455667788L);
        assertThat(domain.compareAndSetInt(BASE + 4, 1, 2)).isFalse();
        assertThat(domain.compareAndSetInt(BASE + 4, 0x789abcde, 2)).isTrue();
        assertThat(domain.compareAndSetLong(BASE + 8, 0x1122334455667788L, 3)).isTrue();
        assertThat(domain.getLongAcquire(BASE + 8)).isEqualTo(3);
        assertRefused(Errno.EINVAL, () -> domain.getShortAcquire(BASE + 1));
        assertRefused(Errno.EINVAL, () -> domain.putIntRelease(BASE + 2, 0));
        assertRefused(Errno.EINVAL, () -> domain.compareAndSetLong(BASE + 4, 0, 0));
        assertThat(domain.faults().total()).isZero();
    }

    @Test
    void closedDomainReachesNothingAndClosesTwice() {
        memory.setRegion(fixture.region());
        domain.close();
        domain.close();
        assertThat(fixture.space.pins()).isEmpty();
        assertFault(Reason.UNMAPPED, () -> load(domain, BASE));
        memory.setRegion(fixture.region().at(MOVED));
        assertFault(Reason.UNMAPPED, () -> load(domain, MOVED));
        assertThat(fixture.space.pins()).isEmpty();
    }

    @Test
    void closedGuestMemoryHasClosedItsDomainsAndMakesNone() {
        memory.setRegion(fixture.region());
        memory.close();
        assertThat(fixture.space.pins()).isEmpty();
        domain.close();
        assertThatThrownBy(() -> memory.dmaDomain(DmaOptions.named("late").pinned()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aliasesAndOtherAddressSpacesAreNotMapped() {
        memory.setRegion(fixture.region());
        memory.setAlias(0, 0, PAGE, BASE);
        assertFault(Reason.UNMAPPED, () -> load(domain, 0));
        PinningSpace space = new PinningSpace();
        try (GuestMemory two = GuestMemory.builder().addressSpaces(2).hostSpace(space).build();
                DmaDomain device = two.dmaDomain(DmaOptions.named("two").pinned())) {
            two.setUserMemoryRegion(1 << 16, 0, BASE, PAGE, mapping.hva());
            try (DmaDomain late = two.dmaDomain(DmaOptions.named("late").pinned())) {
                assertFault(Reason.UNMAPPED, () -> load(late, BASE));
            }
            assertFault(Reason.UNMAPPED, () -> load(device, BASE));
            assertThat(space.pins()).isEmpty();
            two.setUserMemoryRegion(1 << 16, 0, 0, 0, mapping.hva());
        }
    }
}
