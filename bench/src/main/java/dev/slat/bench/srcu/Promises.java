package dev.slat.bench.srcu;

import java.util.Locale;

/** What issue and PROMISES.md say, beside what was measured. */
final class Promises {
    private final Results results;

    private Promises(Results results) {
        this.results = results;
    }

    static void print(Results results) {
        new Promises(results).print();
    }

    private void print() {
        System.out.println();
        System.out.printf("%-64s%10s%10s%n", "Promise", "limit", "measured");
        for (String phase : new String[] {"1T", "2T", "1T+U", "2T+U"}) {
            most(
                    "registered reader over a volatile read, ns, " + name(phase),
                    0.5,
                    get("guard", phase + ".over"));
        }
        most(
                "registered reader against the same by hand in C, ns",
                get("by-hand", "1T.p50"),
                get("guard", "1T.p50"));
        most(
                "registered reader against liburcu memb in C, ns",
                get("urcu-memb", "1T.p50"),
                get("guard", "1T.p50"));
        most("registered reader with guard, ns", 1.0, get("guard", "1T.p50"));
        most("anonymous section, platform thread, ns", 2.5, get("anonymous", "1T.p50"));
        most("anonymous section, virtual thread, ns", 5.5, get("anonymous-virtual", "1T.p50"));
        most("anonymous section, 10,000 virtual threads, ns", 5.5, get("virtual-10000", "ns.p50"));
        most("bytes per guard, registered", 0, get("guard", "bytes"));
        most("bytes per guard, anonymous", 0, get("anonymous", "bytes"));
        most("synchronize, idle, us", 3, get("update-registered-0-0", "us.p50"));
        for (int micros : Plan.SECTION_MICROS) {
            most(
                    "synchronize, 2 busy readers in sections of %d us, us".formatted(micros),
                    2 * micros + 20,
                    get("update-registered-2-" + micros, "us.p50"));
        }
        most("10,000 registered readers add, us", 30, get("registered-10000", "added"));
        most(
                "registered reader slowed by 5,000 updates/s, %",
                3, get("slowdown-registered", "slowdown"));
        most(
                "anonymous reader slowed by 5,000 updates/s, %",
                3, get("slowdown-anonymous", "slowdown"));
        least("callbacks a second, in millions", 1, get("callbacks-1", "rate") / 1e6);
    }

    private static String name(String phase) {
        return switch (phase) {
            case "1T" -> "1 thread";
            case "2T" -> "2 threads";
            case "1T+U" -> "1 + updater";
            default -> "2 + updater";
        };
    }

    private double get(String row, String name) {
        return results.get(row, name);
    }

    private static void most(String what, double limit, double measured) {
        line(what, "<=", limit, measured, measured <= limit);
    }

    private static void least(String what, double limit, double measured) {
        line(what, ">=", limit, measured, measured >= limit);
    }

    private static void line(String what, String sign, double limit, double measured, boolean met) {
        if (Double.isNaN(measured) || Double.isNaN(limit)) {
            return; // left out by --only, or not measured here
        }
        System.out.printf(
                Locale.ROOT,
                "%-64s%3s%7.2f%10.2f  %s%n",
                what,
                sign,
                limit,
                measured,
                met ? "met" : "NOT MET");
    }
}
