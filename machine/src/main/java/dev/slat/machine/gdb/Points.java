package dev.slat.machine.gdb;

import dev.slat.riscv.Watchpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The break- and watchpoints that the debugger has set (packets {@code Z} and {@code z}); on all
 * harts alike. Software and hardware breakpoints are the same here: neither changes guest memory.
 */
final class Points {
    /** More than a debugger sets, few enough to be searched at each access to a watched page. */
    private static final int MOST = 4096;

    private static final int HARDWARE_BREAKPOINT = 1;

    /** What a packet names; the length of a breakpoint is that of the instruction. */
    private record Point(int type, long address, long length) {}

    /** How often each was set; a debugger may set one twice. */
    private final Map<Point, Integer> points = new LinkedHashMap<>();

    /** Whether the type is one that we have; {@code Z0} to {@code Z4}. */
    static boolean isKnown(char type) {
        return type >= '0' && type <= '4';
    }

    /** Sets or removes what {@code type,address,length} names; false if there is no room. */
    boolean change(boolean set, String arguments) {
        String[] parts = arguments.split("[,;]", -1);
        if (parts.length < 3) {
            throw new BadPacket();
        }
        Point point =
                new Point(Hex.smallNumber(parts[0]), Hex.number(parts[1]), Hex.number(parts[2]));
        if (!set) {
            points.computeIfPresent(point, (p, count) -> count == 1 ? null : count - 1);
            return true;
        }
        if (points.size() >= MOST || (point.length() <= 0 && point.type() > HARDWARE_BREAKPOINT)) {
            return false;
        }
        points.merge(point, 1, Integer::sum);
        return true;
    }

    void clear() {
        points.clear();
    }

    /** Puts them on the harts, which are stopped. */
    void apply(RunControl harts) {
        List<Long> breakpoints = new ArrayList<>();
        List<Watchpoint> watchpoints = new ArrayList<>();
        for (Point point : points.keySet()) {
            switch (point.type()) {
                case 2 -> watchpoints.add(watch(point, false, true));
                case 3 -> watchpoints.add(watch(point, true, false));
                case 4 -> watchpoints.add(watch(point, true, true));
                default -> breakpoints.add(point.address());
            }
        }
        harts.forEach(
                hart -> {
                    hart.setBreakpoints(breakpoints);
                    hart.setWatchpoints(watchpoints);
                });
    }

    private static Watchpoint watch(Point point, boolean loads, boolean stores) {
        return new Watchpoint(point.address(), point.length(), loads, stores);
    }
}
