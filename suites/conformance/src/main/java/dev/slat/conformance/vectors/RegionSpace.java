package dev.slat.conformance.vectors;

import dev.slat.memory.host.HostMapping;
import dev.slat.memory.host.HostNotifier;
import dev.slat.memory.host.HostPage;
import dev.slat.memory.host.HostSpace;
import dev.slat.memory.host.PageAccess;
import dev.slat.memory.host.Window;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The user addresses of a scenario: regions at fixed places, each a mapping in the window. What a
 * region's mapping tells of its pages is passed on by user address.
 *
 * <p>Threads: one maps regions and changes them; {@link #resolve} and notifiers may come from any.
 * Closing it closes the mappings, so the guests come first.
 */
final class RegionSpace implements HostSpace, AutoCloseable {
    /** User addresses end one page below 2^47, as on x86-64. */
    private static final long END = (1L << 47) - HostMapping.PAGE;

    private record Mapped(long start, HostMapping mapping) {
        long end() {
            return start + mapping.size();
        }
    }

    /** By start; replaced as a whole, so that a reader needs no lock. */
    private volatile TreeMap<Long, Mapped> regions = new TreeMap<>();

    private final Map<HostNotifier, HostNotifier> translators = new ConcurrentHashMap<>();

    /** Maps zero pages from {@code start} on; what was there before is gone. */
    void map(long start, long size, boolean hugePages) {
        remove(start);
        TreeMap<Long, Mapped> more = new TreeMap<>(regions);
        more.put(start, new Mapped(start, HostMapping.of(size).hugePages(hugePages).map()));
        regions = more;
    }

    private void remove(long start) {
        Mapped old = regions.get(start);
        if (old != null) {
            old.mapping.close(); // told as any change, while addresses can still be translated
            TreeMap<Long, Mapped> fewer = new TreeMap<>(regions);
            fewer.remove(start);
            regions = fewer;
        }
    }

    private @Nullable Mapped find(long address) {
        Map.Entry<Long, Mapped> below = regions.floorEntry(address);
        return below != null && address < below.getValue().end() ? below.getValue() : null;
    }

    /** The region of a whole range, or null. */
    private @Nullable Mapped find(long address, long size) {
        Mapped region = find(address);
        return region != null && size >= 0 && size <= region.end() - address ? region : null;
    }

    /** Throws contents away; false if not all of the range is mapped. */
    boolean discard(long address, long size) {
        Mapped region = find(address, size);
        if (region != null) {
            region.mapping.discard(address - region.start, size);
        }
        return region != null;
    }

    /** Takes pages away for good. */
    void unmap(long address, long size) {
        Mapped region = find(address, size);
        if (region != null) {
            region.mapping.unmap(address - region.start, size);
        }
    }

    /** Changes rights; false if not all of the range is mapped. */
    boolean protect(long address, long size, PageAccess access) {
        Mapped region = find(address, size);
        if (region != null) {
            region.mapping.protect(address - region.start, size, access);
        }
        return region != null;
    }

    /** Stores as user space does; false if it may not. */
    boolean poke(long address, int length, long value) {
        for (int i = 0; i < length; i++) {
            long page = resolve(address + i, true);
            if (page == HostPage.FAULT) {
                return false;
            }
            Window.putByte(inPage(page, address + i), (byte) (value >>> (8 * i)));
        }
        return true;
    }

    /** Loads as user space does into {@code to}; false if it may not. */
    boolean peek(long address, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            long page = resolve(address + i, false);
            if (page == HostPage.FAULT) {
                return false;
            }
            to[i] = Window.getByte(inPage(page, address + i));
        }
        return true;
    }

    private static long inPage(long page, long address) {
        return HostPage.hva(page) + (address & (HostMapping.PAGE - 1));
    }

    @Override
    public boolean isUserRange(long userAddress, long bytes) {
        return userAddress >= 0 && bytes >= 0 && bytes <= END && userAddress <= END - bytes;
    }

    @Override
    public long resolve(long userAddress, boolean write) {
        Mapped region = find(userAddress);
        return region == null
                ? HostPage.FAULT
                : region.mapping.resolve(userAddress - region.start, write);
    }

    /** Regions stay until the guests are gone, so there is nothing to hold. */
    @Override
    public void retain(long userAddress, long bytes) {}

    @Override
    public void release(long userAddress, long bytes) {}

    @Override
    public void addNotifier(HostNotifier notifier) {
        HostNotifier translator = new Translator(notifier);
        translators.put(notifier, translator);
        HostSpace.window().addNotifier(translator);
    }

    @Override
    public void removeNotifier(HostNotifier notifier) {
        HostNotifier translator = translators.remove(notifier);
        if (translator == null) {
            throw new IllegalStateException(notifier + " is not a notifier here");
        }
        HostSpace.window().removeNotifier(translator);
    }

    @Override
    public void close() {
        for (long start : regions.keySet().toArray(Long[]::new)) {
            remove(start);
        }
    }

    /** Hears of hvas and tells of user addresses. */
    private final class Translator implements HostNotifier {
        private final HostNotifier target;

        Translator(HostNotifier target) {
            this.target = target;
        }

        /** Calls {@code with} for the part of each region in a range of hvas. */
        private void each(long start, long end, Consumer<long[]> with) {
            for (Mapped region : regions.values()) {
                long hva = region.mapping.hva();
                long from = Math.max(start, hva);
                long to = Math.min(end, hva + region.mapping.size());
                if (from < to) {
                    long shift = region.start - hva;
                    with.accept(new long[] {from + shift, to + shift});
                }
            }
        }

        @Override
        public void invalidateStart(long start, long end) {
            each(start, end, range -> target.invalidateStart(range[0], range[1]));
        }

        @Override
        public void invalidateEnd(long start, long end) {
            each(start, end, range -> target.invalidateEnd(range[0], range[1]));
        }

        @Override
        public boolean clearYoung(long start, long end, boolean flush) {
            boolean[] young = new boolean[1];
            each(start, end, r -> young[0] |= target.clearYoung(r[0], r[1], flush));
            return young[0];
        }

        @Override
        public boolean testYoung(long start, long end) {
            boolean[] young = new boolean[1];
            each(start, end, range -> young[0] |= target.testYoung(range[0], range[1]));
            return young[0];
        }

        @Override
        public void release() {
            target.release();
        }
    }
}
