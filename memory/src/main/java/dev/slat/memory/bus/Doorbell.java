package dev.slat.memory.bus;

import java.util.OptionalLong;

/**
 * An address whose stores run something of the host instead of reaching a device, as KVM's
 * ioeventfd signals an event (Documentation/virt/kvm/api.rst, KVM_IOEVENTFD). Nothing is checked
 * here; {@link Buses#withDoorbell} does.
 *
 * <p>Threads: {@code bell} runs on the hart that stores, inside its read section, maybe on several
 * harts at once. What the hart wrote before is visible to it. It must be short, must not throw, and
 * must not change slots or buses (that would wait for itself).
 *
 * @param gpa the store's address, exactly
 * @param length the store's size in bytes, exactly: 1, 2, 4 or 8; or 0: any size
 * @param match only a store of this value rings, compared with the stored bytes zero-extended; not
 *     with length 0
 * @param bell what runs; two are the same only if they are the same object
 */
public record Doorbell(long gpa, int length, OptionalLong match, Runnable bell) {
    /** Rings for every store of {@code length} bytes (0: of any size) at an address. */
    public static Doorbell any(long gpa, int length, Runnable bell) {
        return new Doorbell(gpa, length, OptionalLong.empty(), bell);
    }

    /** Rings for a store of one value. */
    public static Doorbell on(long gpa, int length, long value, Runnable bell) {
        return new Doorbell(gpa, length, OptionalLong.of(value), bell);
    }

    /** Whether a store at this address rings; the value has no bits above its size. */
    boolean rings(int size, long value) {
        return length == 0 || (length == size && (match.isEmpty() || match.getAsLong() == value));
    }

    /** Whether one store could ring both. */
    boolean collides(Doorbell other) {
        return gpa == other.gpa
                && (length == 0
                        || other.length == 0
                        || (length == other.length
                                && (match.isEmpty()
                                        || other.match.isEmpty()
                                        || match.equals(other.match))));
    }

    @SuppressWarnings("ReferenceEquality") // a bell is itself, whatever its equals says
    boolean same(Doorbell other) {
        return gpa == other.gpa
                && length == other.length
                && match.equals(other.match)
                && bell == other.bell;
    }
}
