package dev.slat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.dma.DmaDomain;
import dev.slat.memory.dma.DmaFault;
import dev.slat.memory.dma.DmaFaultException;
import dev.slat.memory.host.HostMapping;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.slots.Allocations;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Guest memory with a space that counts pins, a mapping, and short ways to ask a device. */
final class DmaFixture implements AutoCloseable {
    static final long PAGE = HostMapping.PAGE;
    static final long BASE = 0x8000_0000L;
    static final long MOVED = 0x9000_0000L;
    static final long SIZE = 16 * PAGE;

    final PinningSpace space = new PinningSpace();
    final HostMapping mapping = HostMapping.anonymous(SIZE);
    final GuestMemory memory;

    /** Where a change fails, or null. */
    Allocations.@Nullable Point failing;

    /** Runs at each point of a change. */
    Consumer<Allocations.Point> onPoint = point -> {};

    DmaFixture() {
        this(Fault.NONE);
    }

    DmaFixture(Fault fault) {
        memory =
                GuestMemory.builder()
                        .hostSpace(space)
                        .fault(fault)
                        .allocations(
                                point -> {
                                    onPoint.accept(point);
                                    if (point == failing) {
                                        throw new OutOfMemoryError("a test: " + point);
                                    }
                                })
                        .build();
    }

    Region region() {
        return Region.slot(1).at(BASE).backedBy(mapping);
    }

    static byte load(DmaDomain domain, long iova) {
        byte[] bytes = new byte[1];
        domain.read(iova, MemorySegment.ofArray(bytes));
        return bytes[0];
    }

    static void store(DmaDomain domain, long iova, int value) {
        domain.write(iova, MemorySegment.ofArray(new byte[] {(byte) value}));
    }

    static void assertFault(DmaFault.Reason reason, Runnable access) {
        assertThatThrownBy(access::run)
                .isInstanceOfSatisfying(
                        DmaFaultException.class,
                        e -> assertThat(e.fault().reason()).isEqualTo(reason));
    }

    static void assertRefused(Errno errno, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GuestMemoryException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    /** Closes all; nothing may be pinned then, and nothing hold the mapping. */
    @Override
    public void close() {
        memory.close();
        assertThat(space.pins()).isEmpty();
        mapping.close();
    }
}
