package dev.slat.conformance.vectors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random calls on memory slots and their logs, and writes by the kernel, as lines of the file
 * format. A seed gives the same calls wherever they get the same answers: it hears of each one, so
 * that most calls meet slots that are there.
 *
 * <p>Slots crowd a small part of guest memory, so that they overlap, touch and move over one
 * another; some calls have arguments that must be refused. One thread.
 */
final class ScenarioGenerator {
    /** A slot as the generator believes it to be. */
    private record Known(long gpa, long pages, String userAddress, int flags) {}

    private static final long PAGE = 4096;
    private static final int LOG = 1;
    private static final int READ_ONLY = 2;
    private static final int MOST_SLOTS = 12;

    /** Pages that slots crowd. */
    private static final int CROWDED = 256;

    private final Random random;
    private final Kernel kernel;
    private final long base;
    private final Map<Integer, Known> slots = new HashMap<>();

    /** What {@link #told} enters if the last call succeeded; a size of 0 is a deletion. */
    private Known last = new Known(0, 0, "", 0);

    private int lastSlot;
    private boolean lastIsSet;

    ScenarioGenerator(long seed, Kernel kernel) {
        this.random = new Random(seed);
        this.kernel = kernel;
        this.base =
                List.of(0L, 0xc0000000L, 1L << (kernel.addressBits() - 1)).get(random.nextInt(3));
    }

    /** The next call. */
    String next() {
        lastIsSet = false;
        int kind = random.nextInt(100);
        if (kind < 4) {
            return "cap MANUAL_PROTECT2 flags=0x%x%s"
                    .formatted(
                            List.of(0, 1, 1, 2, 3, 3, 4).get(random.nextInt(7)),
                            random.nextInt(8) == 0 ? " capflags=1" : "");
        }
        if (kind < 22) {
            return "dirty slot=%s%s".formatted(slotText(someSlot()), badBuffer());
        }
        if (kind < 36) {
            return clear();
        }
        if (kind < 40) {
            return zone();
        }
        if (kind < 60) {
            return kernelWrite();
        }
        lastIsSet = true;
        return set();
    }

    /** What the last call answered. */
    void told(Answer answer) {
        if (!lastIsSet || !answer.equals(Answers.DONE)) {
            return;
        }
        if (last.pages == 0) {
            slots.remove(lastSlot);
        } else {
            slots.put(lastSlot, last);
        }
    }

    private String badBuffer() {
        return random.nextInt(12) == 0 ? " buf=bad" : "";
    }

    /** Mostly one that is there. */
    private int someSlot() {
        List<Integer> there = new ArrayList<>(slots.keySet());
        if (!there.isEmpty() && random.nextInt(10) > 0) {
            there.sort(null);
            return there.get(random.nextInt(there.size()));
        }
        return freshSlot();
    }

    private int freshSlot() {
        int id =
                switch (random.nextInt(20)) {
                    case 0 -> 32763 + random.nextInt(5);
                    case 1 -> 0xffff;
                    default -> random.nextInt(600);
                };
        // Now and then a space too many.
        int spaces = kernel.addressSpaces() + (random.nextInt(20) == 0 ? 1 : 0);
        return random.nextInt(spaces) << 16 | id;
    }

    private static String slotText(int slot) {
        return slot >>> 16 == 0 ? Integer.toString(slot) : "0x%x".formatted(slot);
    }

    private String set() {
        lastSlot = slots.size() >= MOST_SLOTS || random.nextInt(3) > 0 ? someSlot() : freshSlot();
        Known old = slots.get(lastSlot);
        last = old == null ? fresh() : changed(old);
        long gpa = last.gpa;
        long size = last.pages * PAGE;
        long flags = last.flags;
        switch (random.nextInt(40)) {
            case 0 -> gpa += 0x800;
            case 1 -> size += 0x800;
            case 2 -> flags |= 4L << random.nextInt(30);
            case 3 -> gpa = -PAGE * (1 + random.nextInt(3));
            case 4 -> gpa = (1L << kernel.addressBits()) - PAGE * (1 + random.nextInt(4));
            default -> {
                return setText(gpa, size, flags);
            }
        }
        // Should it succeed nevertheless, it is what it says.
        last = new Known(gpa, size / PAGE, last.userAddress, (int) flags);
        return setText(gpa, size, flags);
    }

    private String setText(long gpa, long size, long flags) {
        return "set slot=%s gpa=0x%x size=0x%x hva=%s flags=0x%x"
                .formatted(slotText(lastSlot), gpa, size, last.userAddress, flags & 0xffffffffL);
    }

    private Known fresh() {
        long pages = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 1 + random.nextInt(8);
        int flags = (random.nextInt(2) == 0 ? LOG : 0) | (random.nextInt(6) == 0 ? READ_ONLY : 0);
        return new Known(somewhere(), pages, userAddress(), flags);
    }

    private long somewhere() {
        return base + PAGE * random.nextInt(CROWDED);
    }

    private String userAddress() {
        return switch (random.nextInt(30)) {
            case 0 -> "0x0";
            case 1 -> "0x7fffffff%x000".formatted(0xc + random.nextInt(4));
            case 2 -> "0x800000000000";
            case 3 -> "0xffff888000000000";
            case 4 -> "A+0x%x".formatted(random.nextInt(0x2000));
            default -> "A+0x%x".formatted(PAGE * random.nextInt(CROWDED));
        };
    }

    private Known changed(Known old) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Known(old.gpa, 0, old.userAddress, 0);
            case 2, 3 -> new Known(somewhere(), old.pages, old.userAddress, old.flags);
            case 4 ->
                    new Known(
                            old.gpa + PAGE * (random.nextInt(5) - 2),
                            old.pages,
                            old.userAddress,
                            old.flags ^ (random.nextInt(2) * LOG));
            case 5, 6, 7 -> new Known(old.gpa, old.pages, old.userAddress, old.flags ^ LOG);
            case 8 ->
                    new Known(
                            old.gpa,
                            old.pages + random.nextInt(3) - 1,
                            random.nextInt(2) == 0 ? old.userAddress : userAddress(),
                            old.flags ^ (random.nextInt(3) == 0 ? READ_ONLY : 0));
            default -> old;
        };
    }

    private String clear() {
        int slot = someSlot();
        Known known = slots.get(slot);
        long pages = known == null ? 64 : known.pages;
        long first = 64L * random.nextInt((int) (pages / 64) + 1);
        long num = random.nextBoolean() ? Math.max(0, pages - first) : 64;
        switch (random.nextInt(10)) {
            case 0 -> first += random.nextInt(64);
            case 1 -> num += random.nextInt(3) - 1;
            case 2 -> num = random.nextInt(300);
            default -> {}
        }
        String bits =
                switch (random.nextInt(4)) {
                    case 0 -> "none";
                    case 1 -> {
                        int from = random.nextInt(64);
                        yield from + "-" + (from + random.nextInt(64));
                    }
                    default -> "all";
                };
        return "clear slot=%s first=%d num=%d bits=%s%s"
                .formatted(
                        slotText(slot), first, Math.max(0, num) & 0xffffffffL, bits, badBuffer());
    }

    /**
     * Only into slots over the scenario's own region: what lies at other addresses is this
     * process's, and the kernel would really write there.
     */
    private String kernelWrite() {
        List<Known> own =
                slots.values().stream()
                        .filter(slot -> slot.userAddress.startsWith("A+"))
                        .sorted(Comparator.comparingLong(Known::gpa))
                        .toList();
        if (own.isEmpty()) {
            return "kwrite gpa=0x0";
        }
        Known slot = own.get(random.nextInt(own.size()));
        long page = random.nextLong(slot.pages);
        return "kwrite gpa=0x%x"
                .formatted(slot.gpa + page * PAGE + List.of(0, 0x10, 0xff0).get(random.nextInt(3)));
    }

    private String zone() {
        return "%s gpa=0x%x size=0x%x pio=%d"
                .formatted(
                        random.nextBoolean() ? "zone" : "unzone",
                        somewhere() + random.nextInt(3),
                        random.nextInt(0x2000),
                        random.nextInt(8) == 0 ? 2 : random.nextInt(2));
    }
}
