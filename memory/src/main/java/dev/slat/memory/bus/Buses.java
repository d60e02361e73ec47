package dev.slat.memory.bus;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.jspecify.annotations.Nullable;

/**
 * What answers outside memory slots: devices, coalesced zones and doorbells. An immutable snapshot,
 * published in the same domain as the memory slots (in KVM, one {@code kvm->srcu} protects both).
 *
 * <p>Threads: any. A reader uses one snapshot for one operation, inside its read section; the
 * publisher stores it with release and the reader loads it with acquire. A change makes a new
 * snapshot, and after a grace period nothing runs in the old one.
 *
 * <p>A store is offered to doorbells, then zones, then devices. KVM keeps doorbells and zones on
 * one bus, where the one registered first may hide the other; here a doorbell always rings. A zone
 * collects stores alone; loads go to the device.
 *
 * <p>A full zone's ring lets the store through to the device. What waits in the ring is older, so
 * it must be handled first: see {@link Drain}.
 */
public final class Buses {
    /** Who handled a store. */
    public enum Taker {
        /** A doorbell rang; no device saw it. */
        DOORBELL,
        /** It waits in the ring. */
        COALESCED,
        /** A device got it. */
        DEVICE,
        /** None of them: the caller's to handle, in KVM an exit to user space. */
        NOBODY
    }

    /** Who empties the ring. */
    public enum Drain {
        /**
         * A program of the host, with {@link CoalescedRing#drain} or by itself. It must do so
         * before it handles an access that nobody took, and before it looks at its devices.
         */
        BY_HOST,
        /**
         * This snapshot, into its own devices, before it reaches any of them: {@link #write} does
         * it, and who has {@link #findDevice} for a load calls {@link #settle} first. An entry
         * whose device has left by then is dropped.
         */
        TO_DEVICES
    }

    /** Nothing, and no ring: zones collect nothing until there is one. */
    public static final Buses EMPTY =
            new Buses(
                    MmioBus.EMPTY, ZoneTable.EMPTY, ZoneTable.EMPTY, Doorbells.EMPTY, null, false);

    private final MmioBus devices;
    private final ZoneTable zones;
    private final ZoneTable ports;
    private final Doorbells doorbells;
    private final @Nullable CoalescedRing ring;
    private final boolean settles;

    private Buses(
            MmioBus devices,
            ZoneTable zones,
            ZoneTable ports,
            Doorbells doorbells,
            @Nullable CoalescedRing ring,
            boolean settles) {
        this.devices = devices;
        this.zones = zones;
        this.ports = ports;
        this.doorbells = doorbells;
        this.ring = ring;
        this.settles = settles;
    }

    /** With the ring that zones fill. What waits in a former ring stays there. */
    public Buses withRing(CoalescedRing ring, Drain drain) {
        return new Buses(devices, zones, ports, doorbells, ring, drain == Drain.TO_DEVICES);
    }

    /**
     * With one more device.
     *
     * @throws IllegalArgumentException for an empty or wrapping range, or one that overlaps another
     * @throws GuestMemoryException {@code ENOSPC} if there are {@link MmioBus#MAX_DEVICES} already
     */
    public Buses withDevice(long gpa, long size, MmioDevice device) {
        return withDevices(devices.with(gpa, size, device));
    }

    /** Without a device; as it was if it is not there. */
    public Buses withoutDevice(MmioDevice device) {
        return withDevices(devices.without(device));
    }

    /**
     * With one more coalesced zone. Zones may overlap, nest and repeat; then a store that lies in
     * one may still be missed, exactly as KVM's search misses it.
     *
     * @throws GuestMemoryException {@code EINVAL} for a kind that is not 0 or 1; {@code ENOSPC} if
     *     there are 1000 of that kind
     */
    public Buses withZone(CoalescedZone zone) {
        return withZones(zone, kind(zone).with(zone));
    }

    /**
     * Without each zone of a kind that contains all of a range; as it was if there is none. Entries
     * in the ring stay.
     *
     * @throws GuestMemoryException {@code EINVAL} for a kind that is not 0 or 1
     */
    public Buses withoutZones(CoalescedZone range) {
        return withZones(range, kind(range).without(range));
    }

    /**
     * With one more doorbell.
     *
     * @throws GuestMemoryException {@code EINVAL} for a length that is not 0, 1, 2, 4 or 8, a range
     *     that wraps, or a value to match with length 0; {@code EEXIST} if one store could ring
     *     this and another
     */
    public Buses withDoorbell(Doorbell doorbell) {
        return withDoorbells(doorbells.with(doorbell));
    }

    /**
     * Without a doorbell: the same address, length, value and bell.
     *
     * @throws GuestMemoryException {@code ENOENT} if it is not there
     */
    public Buses withoutDoorbell(Doorbell doorbell) {
        return withDoorbells(doorbells.without(doorbell));
    }

    /**
     * A store outside memory slots. A device gets 3, 5, 6 and 7 bytes in pieces.
     *
     * @param size bytes, 1 to 8, all in one page
     * @param value the value; bits above {@code size} are dropped
     */
    public Taker write(long gpa, int size, long value) {
        long low = Values.low(value, size);
        Doorbell doorbell = doorbells.find(gpa, size, low);
        if (doorbell != null) {
            doorbell.bell().run();
            return Taker.DOORBELL;
        }
        CoalescedRing toFill = ring;
        if (toFill != null && zones.collects(gpa, size) && toFill.add(gpa, size, false, low)) {
            return Taker.COALESCED;
        }
        MmioBus.Range range = findDevice(gpa, size);
        if (range == null) {
            return Taker.NOBODY;
        }
        settle();
        MmioPieces.write(range.device(), gpa - range.gpa(), size, low);
        return Taker.DEVICE;
    }

    /**
     * The device that answers all of an access of 1 to 8 bytes, or null. Before a load from it:
     * {@link #settle}; it is called by {@link MmioPieces}.
     */
    public MmioBus.@Nullable Range findDevice(long gpa, int size) {
        return devices.find(gpa, size);
    }

    /**
     * Hands the stores that wait in the ring to their devices, in order, if that is this snapshot's
     * task ({@link Drain#TO_DEVICES}); else nothing. On return, all that this thread stored before
     * was handled, but for a call from within a device that is being handed one.
     *
     * <p>Devices run under the ring's consumer lock: a device that accesses another one must not
     * hold a lock of its own that its registers need.
     */
    public void settle() {
        CoalescedRing toEmpty = ring;
        if (settles && toEmpty != null && !toEmpty.isEmpty()) {
            toEmpty.drain(this::deliver);
        }
    }

    private void deliver(long gpa, int length, boolean pio, long data) {
        MmioBus.Range range = pio ? null : findDevice(gpa, length);
        if (range != null) {
            MmioPieces.write(range.device(), gpa - range.gpa(), length, data);
        }
    }

    private ZoneTable kind(CoalescedZone zone) {
        return switch (zone.pio()) {
            case 0 -> zones;
            case 1 -> ports;
            default ->
                    throw new GuestMemoryException(
                            Errno.EINVAL,
                            "coalesced zone at 0x%x: pio 0x%x is neither 0 nor 1"
                                    .formatted(zone.gpa(), zone.pio()));
        };
    }

    private Buses withDevices(MmioBus changed) {
        return new Buses(changed, zones, ports, doorbells, ring, settles);
    }

    private Buses withZones(CoalescedZone kind, ZoneTable changed) {
        return kind.pio() == 0
                ? new Buses(devices, changed, ports, doorbells, ring, settles)
                : new Buses(devices, zones, changed, doorbells, ring, settles);
    }

    private Buses withDoorbells(Doorbells changed) {
        return new Buses(devices, zones, ports, changed, ring, settles);
    }
}
