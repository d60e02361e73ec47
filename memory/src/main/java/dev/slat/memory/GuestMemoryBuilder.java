package dev.slat.memory;

import dev.slat.memory.bus.Buses;
import dev.slat.memory.bus.CoalescedRing;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.internal.Fault;
import dev.slat.memory.internal.FaultyMemory;
import dev.slat.memory.slots.Allocations;
import dev.slat.memory.slots.SlotLimits;
import dev.slat.srcu.Srcu;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a guest's memory shall be; see {@link GuestMemory#builder}. For one thread. */
public final class GuestMemoryBuilder {
    static {
        FaultyMemory.setAccess(
                new FaultyMemory.Access() {
                    @Override
                    public GuestMemory build(
                            GuestMemoryBuilder builder, Fault fault, BooleanSupplier fails) {
                        return builder.fault(fault)
                                .allocations(
                                        point -> {
                                            if (fails.getAsBoolean()) {
                                                throw new OutOfMemoryError("injected at " + point);
                                            }
                                        })
                                .build();
                    }

                    @Override
                    public FaultyMemory.Counts counts(GuestMemory memory) {
                        return memory.counts();
                    }

                    @Override
                    public void validate(GuestMemory memory) {
                        memory.validate();
                    }
                });
    }

    /** KVM for RISC-V has 32,767 for its users and none for itself. */
    private static final int MOST_SLOTS = 32767;

    HostSpace host = HostSpace.window();
    Buses.Drain drain = Buses.Drain.TO_DEVICES;
    Fault fault = Fault.NONE;
    Allocations allocations = Allocations.REAL;
    Supplier<CoalescedRing> rings = CoalescedRing::create;
    private Function<Srcu.Builder, Srcu> domains = Srcu.Builder::build;
    private final Srcu.Builder domain = Srcu.builder("guest memory");
    private int addressBits = 56;
    private int addressSpaces = 1;
    private int userSlots = MOST_SLOTS;
    private int privateSlots;

    GuestMemoryBuilder() {}

    /** Width of guest-physical addresses, 32 to 57; 56 as RISC-V's Sv39 and Sv48 have it. */
    public GuestMemoryBuilder addressBits(int bits) {
        addressBits = bits;
        return this;
    }

    /** Address spaces, 1 or 2. Harts run in the first. */
    public GuestMemoryBuilder addressSpaces(int spaces) {
        addressSpaces = spaces;
        return this;
    }

    /** How many slot numbers the user may name; 32,767 less the private ones at most. */
    public GuestMemoryBuilder userSlots(int slots) {
        userSlots = slots;
        return this;
    }

    /** How many slots the monitor keeps for itself, above the user's; 0 by default. */
    public GuestMemoryBuilder privateSlots(int slots) {
        privateSlots = slots;
        userSlots = Math.min(userSlots, MOST_SLOTS - slots);
        return this;
    }

    /** The addresses by which slots name their memory; those of the window by default. */
    public GuestMemoryBuilder hostSpace(HostSpace space) {
        host = space;
        return this;
    }

    /** Who empties the ring of coalesced stores; its devices by default. */
    public GuestMemoryBuilder coalescedRing(Buses.Drain who) {
        drain = who;
        return this;
    }

    /**
     * After how long it is reported that a change waits for accesses that do not end, for those of
     * a pager perhaps: 10 seconds unless set. The next report comes after twice the time, and so
     * on.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public GuestMemoryBuilder stallAfter(Duration time) {
        domain.stallAfter(time);
        return this;
    }

    /**
     * Who is told of it, on a thread that waits: which readers hold it up and where they are, in
     * some lines for people. The system logger unless set. It must not change this memory.
     */
    public GuestMemoryBuilder onStall(Consumer<String> listener) {
        Objects.requireNonNull(listener);
        domain.onStall(report -> listener.accept(report.toString()));
        return this;
    }

    /** For the suites: breaks something on purpose. */
    GuestMemoryBuilder fault(Fault broken) {
        fault = broken;
        return this;
    }

    /** For tests: fails where memory is needed. */
    GuestMemoryBuilder allocations(Allocations points) {
        allocations = points;
        return this;
    }

    /** For tests: where its parts come from. */
    GuestMemoryBuilder parts(
            Function<Srcu.Builder, Srcu> domainMaker, Supplier<CoalescedRing> ringMaker) {
        domains = domainMaker;
        rings = ringMaker;
        return this;
    }

    Srcu domain() {
        return domains.apply(domain);
    }

    SlotLimits limits() {
        return new SlotLimits(addressBits, addressSpaces, userSlots, privateSlots);
    }

    /**
     * Makes it, without memory and devices.
     *
     * @throws IllegalArgumentException for limits out of range
     */
    public GuestMemory build() {
        return GuestMemory.build(this);
    }
}
