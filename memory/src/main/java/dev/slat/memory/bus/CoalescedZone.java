package dev.slat.memory.bus;

/**
 * A range whose stores are collected in a {@link CoalescedRing} instead of reaching a device one by
 * one: KVM's {@code struct kvm_coalesced_mmio_zone}, with the same freedom. Nothing is checked
 * here; {@link Buses#withZone} does.
 *
 * @param gpa first address (a port number if {@code pio} is 1), unsigned
 * @param size bytes, 32 bits unsigned; 0 is a zone that collects nothing
 * @param pio 0: memory; 1: ports, a space of their own that no RISC-V hart reaches
 */
public record CoalescedZone(long gpa, int size, int pio) {
    /** A zone of memory. */
    public static CoalescedZone memory(long gpa, int size) {
        return new CoalescedZone(gpa, size, 0);
    }

    /**
     * Whether a range lies in this zone, as KVM decides it: the range's length is signed there and
     * the zone's size is not; a range that reaches 2<sup>64</sup> lies nowhere, and a zone that
     * wraps has nothing in it.
     */
    boolean contains(long address, int length) {
        long end = address + length;
        return length >= 0
                && Long.compareUnsigned(end, address) >= 0
                && Long.compareUnsigned(address, gpa) >= 0
                && Long.compareUnsigned(end, gpa + Integer.toUnsignedLong(size)) <= 0;
    }
}
