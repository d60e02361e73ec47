package dev.slat.memory.bus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of coalesced zones written down plainly, with numbers that do not wrap except where KVM
 * wraps: the order of insertion, the halving search, and the widening of its hit to both sides.
 */
final class ZoneModel {
    private static final BigInteger SPACE = BigInteger.ONE.shiftLeft(64);

    final List<CoalescedZone> zones = new ArrayList<>();

    void add(CoalescedZone zone) {
        int at = 0;
        while (at < zones.size() && !isBehind(zones.get(at).gpa(), zones.get(at).size(), zone)) {
            at++;
        }
        zones.add(at, zone);
    }

    void remove(CoalescedZone range) {
        zones.removeIf(zone -> inside(range.gpa(), range.size(), zone));
    }

    boolean collects(long gpa, int size) {
        int from = 0;
        int count = zones.size();
        while (count > 0) {
            int middle = from + count / 2;
            CoalescedZone zone = zones.get(middle);
            if (isBefore(gpa, zone)) {
                count = count / 2;
            } else if (isBehind(gpa, size, zone)) {
                from = middle + 1;
                count = (count - 1) / 2;
            } else {
                return runAround(middle, gpa, size).stream()
                        .anyMatch(met -> inside(gpa, size, met));
            }
        }
        return false;
    }

    /** The neighbours of a hit that are hits themselves, without a gap. */
    private List<CoalescedZone> runAround(int hit, long gpa, int size) {
        int low = hit;
        while (low > 0 && meets(gpa, size, zones.get(low - 1))) {
            low--;
        }
        int high = hit + 1;
        while (high < zones.size() && meets(gpa, size, zones.get(high))) {
            high++;
        }
        return zones.subList(low, high);
    }

    private static boolean meets(long gpa, int size, CoalescedZone zone) {
        return !isBefore(gpa, zone) && !isBehind(gpa, size, zone);
    }

    private static boolean isBefore(long gpa, CoalescedZone zone) {
        return unsigned(gpa).compareTo(unsigned(zone.gpa())) < 0;
    }

    private static boolean isBehind(long gpa, int size, CoalescedZone zone) {
        if (isBefore(gpa, zone)) {
            return false;
        }
        if (zone.size() == 0) {
            return gpa != zone.gpa();
        }
        return signedEnd(gpa, size).compareTo(signedEnd(zone.gpa(), zone.size())) > 0;
    }

    /** The bus adds a size as a signed number, modulo 2^64. */
    private static BigInteger signedEnd(long gpa, int size) {
        return unsigned(gpa).add(BigInteger.valueOf(size)).mod(SPACE);
    }

    static boolean inside(long gpa, int size, CoalescedZone zone) {
        BigInteger end = unsigned(gpa).add(BigInteger.valueOf(size));
        BigInteger zoneEnd =
                unsigned(zone.gpa()).add(BigInteger.valueOf(zone.size() & 0xffff_ffffL));
        return size >= 0
                && end.compareTo(SPACE) < 0
                && !isBefore(gpa, zone)
                && end.compareTo(zoneEnd.mod(SPACE)) <= 0;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
