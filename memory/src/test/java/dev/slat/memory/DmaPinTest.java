package dev.slat.memory;

import static dev.slat.memory.Asserts.assertRefused;
import static dev.slat.memory.DmaFixture.load;
import static dev.slat.memory.DmaFixture.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaOptions;
import dev.slat.memory.host.HostMapping;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

/** Domains that pin, over memory that comes by a pager which fails where a test says. */
@Timeout(60)
class DmaPinTest {
    private static final long PAGE = HostMapping.PAGE;
    private static final int PAGES = 4;
    private static final int NEVER = -1;
    private static final DmaOptions PINNED = DmaOptions.named("nic").pinned();

    private int failing = NEVER;
    private boolean isOutOfMemory;
    private final HostMapping mapping =
            HostMapping.of(PAGES * PAGE).pagedBy((offset, page) -> populate(offset)).map();
    private final GuestMemory memory = GuestMemory.create();
    private final Region region = Region.slot(1).at(0).backedBy(mapping);

    private void populate(long offset) throws IOException {
        if (offset == failing * PAGE) {
            if (isOutOfMemory) {
                throw new OutOfMemoryError("injected");
            }
            throw new IOException("injected");
        }
    }

    @AfterEach
    void close() {
        memory.close();
        mapping.close();
    }

    private void assertPinned(boolean pinned) throws IOException {
        for (int page = 0; page < PAGES; page++) {
            mapping.resolve(page * PAGE, true);
            assertThat(mapping.evictPage(page * PAGE, (offset, bytes) -> {}))
                    .as("page %d", page)
                    .isEqualTo(!pinned);
        }
    }

    @Test
    void slotIsPinnedFromItsCreationToItsDeletion() throws IOException {
        try (DmaDomain domain = memory.dmaDomain(PINNED)) {
            memory.setRegion(region);
            assertPinned(true);
            store(domain, PAGE, 3);
            assertThat(load(domain, PAGE)).isEqualTo((byte) 3);
            memory.setRegion(region.at(1 << 20)); // a move keeps the pins
            assertPinned(true);
            memory.deleteRegion(1);
            assertPinned(false);
        }
    }

    @Test
    void domainOverSlotsThatAreThereUnpinsAtItsEnd() throws IOException {
        memory.setRegion(region);
        DmaDomain first = memory.dmaDomain(PINNED);
        DmaDomain second = memory.dmaDomain(PINNED);
        first.close();
        assertPinned(true);
        second.close();
        assertPinned(false);
    }

    @Test
    void memoryThatClosesUnderADomainUnpins() throws IOException {
        memory.setRegion(region);
        memory.dmaDomain(PINNED);
        memory.close();
        assertPinned(false);
    }

    @Test
    void usualDomainFollowsPagesThatComeAndGo() throws IOException {
        try (DmaDomain domain = memory.dmaDomain("nic")) {
            failing = 2; // nobody asks for it
            memory.setRegion(region);
            store(domain, PAGE, 3);
            failing = NEVER;
            assertPinned(false);
        }
    }

    @Test
    void slotWhoseNthPageCannotBeHadIsRefusedWhole() throws IOException {
        try (DmaDomain one = memory.dmaDomain(PINNED);
                DmaDomain two = memory.dmaDomain(PINNED)) {
            for (int n = 0; n < 2 * PAGES; n++) {
                failing = n % PAGES;
                isOutOfMemory = n >= PAGES;
                mapping.discard(0, PAGES * PAGE);
                assertRefused(
                        isOutOfMemory ? Errno.ENOMEM : Errno.EFAULT,
                        () -> memory.setRegion(region));
                assertThat(memory.slotId(0)).isEmpty();
                failing = NEVER;
                assertPinned(false);
            }
            memory.setRegion(region);
            assertPinned(true);
            assertThat(load(one, 0)).isEqualTo(load(two, 0));
        }
    }

    @Test
    void domainThatCannotPinIsRefusedAndLeavesNoPin() throws IOException {
        memory.setRegion(region);
        for (int n = 0; n < 2 * PAGES; n++) {
            failing = n % PAGES;
            isOutOfMemory = n >= PAGES;
            mapping.discard(0, PAGES * PAGE);
            assertRefused(
                    isOutOfMemory ? Errno.ENOMEM : Errno.EFAULT, () -> memory.dmaDomain(PINNED));
            failing = NEVER;
            assertPinned(false);
        }
    }

    @Test
    void discardUnderADeviceGivesItTheNewPage() {
        memory.setRegion(region);
        try (DmaDomain domain = memory.dmaDomain(PINNED)) {
            store(domain, 0, 3);
            mapping.discard(0, PAGE);
            assertThat(load(domain, 0)).isZero();
        }
    }
}
