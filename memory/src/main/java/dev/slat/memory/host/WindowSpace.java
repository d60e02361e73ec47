package dev.slat.memory.host;

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

    private final Retentions retentions = new Retentions();

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
    public void retain(long userAddress, long bytes) {
        if (!isUserRange(userAddress, bytes)) {
            throw new HostRangeException(
                    "%d bytes at user address 0x%x are not in the window"
                            .formatted(bytes, userAddress),
                    userAddress);
        }
        retentions.retain(userAddress, bytes);
    }

    @Override
    public void release(long userAddress, long bytes) {
        retentions.release(userAddress, bytes);
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
