package dev.slat.memory.host;

// temporary: replaced by the helper's
final class WindowSpace implements HostSpace {
    static final WindowSpace INSTANCE = new WindowSpace();
    static final java.util.concurrent.ConcurrentSkipListMap<Long, HostMapping> MAPPINGS =
            new java.util.concurrent.ConcurrentSkipListMap<>();
    private final java.util.concurrent.CopyOnWriteArrayList<HostNotifier> notifiers =
            new java.util.concurrent.CopyOnWriteArrayList<>();

    @Override
    public boolean isUserRange(long a, long n) {
        return a >= 0 && n >= 0 && a <= Window.size() - n;
    }

    @Override
    public long resolve(long a, boolean write) {
        var e = MAPPINGS.floorEntry(a);
        return e == null || a >= e.getKey() + e.getValue().size()
                ? HostPage.FAULT
                : HostPage.of(a & -4096L, true, 1);
    }

    @Override
    public void retain(long a, long n) {
        var e = MAPPINGS.floorEntry(a);
        if (e != null) e.getValue().retain();
    }

    @Override
    public void release(long a, long n) {
        var e = MAPPINGS.floorEntry(a);
        if (e != null) e.getValue().release();
    }

    @Override
    public void addNotifier(HostNotifier n) {
        notifiers.add(n);
    }

    @Override
    public void removeNotifier(HostNotifier n) {
        notifiers.remove(n);
    }
}
