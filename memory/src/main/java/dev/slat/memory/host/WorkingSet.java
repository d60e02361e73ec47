package dev.slat.memory.host;

import java.util.Arrays;

/**
 * How much of a mapping its guest works with, estimated from ageing: each sample clears the
 * accessed marks and counts for how many samples in a row a part has been idle. The time between
 * samples is the caller's.
 *
 * <p>Threads: one at a time; outside read sections.
 */
public final class WorkingSet {
    /** Ages stop here: what was idle for so long is cold by any measure. */
    public static final int OLDEST = 255;

    private final HostMapping mapping;
    private final long granule;

    /** Samples since the last access of each part, unsigned. */
    private final byte[] ages;

    /**
     * An estimate in which everything is old.
     *
     * @param granule bytes that age together, a multiple of {@link HostMapping#PAGE}: 2 MiB where
     *     large leaves have one accessed bit anyway
     * @throws HostRangeException for another granule
     */
    public WorkingSet(HostMapping mapping, long granule) {
        if (granule <= 0 || granule % HostMapping.PAGE != 0) {
            throw new HostRangeException(
                    "parts of " + granule + " bytes: not a positive multiple of a page", granule);
        }
        this.mapping = mapping;
        this.granule = granule;
        this.ages = new byte[Math.toIntExact((mapping.size() + granule - 1) / granule)];
        Arrays.fill(ages, (byte) OLDEST);
    }

    /**
     * One round over the mapping.
     *
     * @param flush as for {@link HostMapping#clearYoung}
     */
    public void sample(boolean flush) {
        for (int i = 0; i < ages.length; i++) {
            boolean young = mapping.clearYoung(i * granule, length(i), flush);
            int age = Byte.toUnsignedInt(ages[i]);
            ages[i] = (byte) (young ? 0 : Math.min(age + 1, OLDEST));
        }
    }

    private long length(int part) {
        return Math.min(granule, mapping.size() - part * granule);
    }

    /** Samples since a byte's part was last accessed: 0 in the last interval, at most 255. */
    public int age(long offset) {
        HostRangeException.check(
                offset & -HostMapping.PAGE, HostMapping.PAGE, mapping.size(), this);
        return Byte.toUnsignedInt(ages[(int) (offset / granule)]);
    }

    /** Bytes that were accessed in the last {@code samples} intervals. */
    public long bytes(int samples) {
        long sum = 0;
        for (int i = 0; i < ages.length; i++) {
            if (Byte.toUnsignedInt(ages[i]) < samples) {
                sum += length(i);
            }
        }
        return sum;
    }

    /** Told of each part that has been idle for a while. */
    @FunctionalInterface
    public interface ColdPart {
        /** The part of {@code length} bytes at {@code offset} is cold. */
        void visit(long offset, long length);
    }

    /** Every part idle for at least {@code samples} intervals, from the start of the mapping. */
    public void forEachCold(int samples, ColdPart action) {
        for (int i = 0; i < ages.length; i++) {
            if (Byte.toUnsignedInt(ages[i]) >= samples) {
                action.visit(i * granule, length(i));
            }
        }
    }

    @Override
    public String toString() {
        return "WorkingSet of " + mapping;
    }
}
