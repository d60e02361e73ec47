package dev.slat.memory.host;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

/**
 * The window as a space of user addresses: they are hvas. It lives as long as the process, so its
 * notifiers never hear {@link HostNotifier#release}; a mapping that is closed is a change like any
 * other.
 *
 * <p>Threads: any.
 */
final class WindowSpace implements HostSpace {
    static final Notifiers NOTIFIERS = new Notifiers();
    static final WindowSpace INSTANCE = new WindowSpace();

    /** Below this nothing is ever mapped, so that hva 0 is nobody's. */
    private static final long LOWEST = 2 << 20;

    private final Holds retained = new Holds();
    private final Holds pinned = new Holds();

    private WindowSpace() {}

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return userAddress >= (bytes == 0 ? 0 : LOWEST)
                && bytes >= 0
                && bytes <= Window.size()
                && userAddress <= Window.size() - bytes;
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        HostMapping mapping = MappingTable.find(userAddress);
        return mapping == null
                ? HostPage.FAULT
                : mapping.resolve(userAddress - mapping.hva(), write);
    }

    @Override
    public long hva(long userAddress, boolean write) {
        HostMapping mapping = MappingTable.find(userAddress);
        if (mapping == null) {
            return HostPage.FAULT;
        }
        long offset = userAddress - mapping.hva();
        return mapping.isPlain(offset)
                ? userAddress & -HostMapping.PAGE // the way of nearly all
                : HostSpace.super.hva(userAddress, write);
    }

    @Override
    public void retain(long userAddress, long bytes) {
        if (!isUserRange(userAddress, bytes)) {
            throw new HostRangeException(
                    "%d bytes at user address 0x%x are not in the window"
                            .formatted(bytes, userAddress),
                    userAddress);
        }
        retained.take(
                userAddress,
                bytes,
                mapping -> {
                    mapping.retain();
                    return mapping::release;
                });
    }

    @Override
    public void release(long userAddress, long bytes) {
        retained.letGo(userAddress, bytes);
    }

    @Override
    public void pin(long userAddress, long bytes) {
        long end = userAddress + bytes;
        long[] next = {userAddress}; // up to here all is mapped
        pinned.take(
                userAddress,
                bytes,
                mapping -> {
                    long first = Math.max(userAddress, mapping.hva());
                    long last = Math.min(end, mapping.hva() + mapping.size());
                    requireMapped(next[0], first);
                    next[0] = last;
                    long offset = first - mapping.hva();
                    mapping.pin(offset, last - first);
                    return () -> mapping.unpin(offset, last - first);
                });
        if (next[0] < end) {
            unpin(userAddress, bytes);
            requireMapped(next[0], end);
        }
    }

    private static void requireMapped(long start, long end) {
        if (start < end) {
            throw new GuestMemoryException(
                    Errno.EFAULT,
                    "nothing is mapped at user address 0x%x, to be pinned".formatted(start));
        }
    }

    @Override
    public void unpin(long userAddress, long bytes) {
        pinned.letGo(userAddress, bytes);
    }

    @Override
    public void addNotifier(HostNotifier notifier) {
        NOTIFIERS.add(notifier);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        NOTIFIERS.remove(notifier);
    }

    @Override
    public String toString() {
        return "HostSpace[window]";
    }
}
