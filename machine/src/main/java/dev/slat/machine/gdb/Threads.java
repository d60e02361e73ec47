package dev.slat.machine.gdb;

import dev.slat.machine.harts.BoardHart;
import dev.slat.riscv.HartDebugger;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The harts as the debugger's threads: hart n is thread n + 1, for 0 means any. */
final class Threads {
    static final int ALL = -1;

    private final List<BoardHart> harts;

    /** The hart that packets about registers and memory mean. */
    private int chosen;

    Threads(List<BoardHart> harts) {
        this.harts = harts;
    }

    HartDebugger debugger() {
        return harts.get(chosen).hart().debugger();
    }

    void choose(int hart) {
        chosen = hart;
    }

    int chosen() {
        return chosen;
    }

    static String id(int hart) {
        return Integer.toHexString(hart + 1);
    }

    /** The hart of a thread id; the chosen one for 0, {@link #ALL} for -1. */
    int hart(String id) {
        if (id.equals("-1")) {
            return ALL;
        }
        int number = Hex.smallNumber(id);
        if (number > harts.size()) {
            throw new BadPacket();
        }
        return number == 0 ? chosen : number - 1;
    }

    String list() {
        return IntStream.range(0, harts.size())
                .mapToObj(Threads::id)
                .collect(Collectors.joining(",", "m", ""));
    }

    /** What a list of threads shows beside a hart. */
    String description(int hart) {
        BoardHart which = harts.get(hart);
        String mode =
                switch (which.hart().debugger().registers().privilege()) {
                    case 0 -> "U-mode";
                    case 1 -> "S-mode";
                    default -> "M-mode";
                };
        String state = which.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "hart %d, %s, %s".formatted(hart, state, mode);
    }
}
