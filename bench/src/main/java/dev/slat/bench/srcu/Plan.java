package dev.slat.bench.srcu;

import static dev.slat.bench.srcu.Row.Table.CALLBACKS;
import static dev.slat.bench.srcu.Row.Table.READ;
import static dev.slat.bench.srcu.Row.Table.READ_C;
import static dev.slat.bench.srcu.Row.Table.REGISTERED;
import static dev.slat.bench.srcu.Row.Table.SLOWDOWN;
import static dev.slat.bench.srcu.Row.Table.UPDATE;
import static dev.slat.bench.srcu.Row.Table.UPDATE_C;
import static dev.slat.bench.srcu.Row.Table.VIRTUAL;

import java.util.List;
import java.util.stream.Stream;

/** All rows, in the order of the tables. */
final class Plan {
    static final List<Integer> SECTION_MICROS = List.of(1, 10, 100);

    private Plan() {}

    static List<Row> rows() {
        return Stream.of(readers(), peers(), virtualThreads(), updates(), load())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> readers() {
        return List.of(
                read("volatile-read", "bare volatile read, protects nothing"),
                read("registered", "srcu reader: online, offline"),
                read("guard", "srcu reader: try (reader.enter())"),
                read("guard-ref", "srcu reader: try, SrcuRef.dereference"),
                read("nested", "srcu reader: try inside a section"),
                read("quiescent", "srcu reader: quiescent()"),
                Row.of(READ, "fences", "srcu reader: online, offline; fences", "read", "registered")
                        .with("-Ddev.slat.srcu.barrier=fences"),
                read("anonymous", "srcu: try (srcu.enter())"),
                Row.of(
                        READ,
                        "anonymous-virtual",
                        "srcu: try (srcu.enter()), virtual thread",
                        "read-virtual",
                        "anonymous"),
                read("down-up", "srcu: down, up"));
    }

    private static List<Row> peers() {
        return List.of(
                Row.of(READ_C, "by-hand", "srcu's reader by hand in C", "mark", "read"),
                Row.of(READ_C, "urcu-qsbr", "liburcu qsbr (C): quiescent state", "qsbr", "read"),
                Row.of(READ_C, "urcu-memb", "liburcu memb (C)", "memb", "read"),
                Row.of(READ_C, "urcu-bp", "liburcu bp (C)", "bp", "read"),
                Row.of(READ_C, "urcu-mb", "liburcu mb (C)", "mb", "read"),
                read("stamped-optimistic", "StampedLock, optimistic"),
                read("arena-get", "Arena.ofShared, get"),
                read("arena-acquire", "Arena.ofShared, acquire and release"),
                read("counter", "one atomic counter"),
                read("refcount", "reference count, CAS"),
                read("op-order", "Cassandra OpOrder"),
                read("stamped-read", "StampedLock, read lock"),
                read("rrw-lock", "ReentrantReadWriteLock"));
    }

    private static List<Row> virtualThreads() {
        return Stream.of(1, 100, 10_000)
                .map(
                        n ->
                                Row.of(
                                        VIRTUAL,
                                        "virtual-" + n,
                                        "srcu: try (srcu.enter()), %,d virtual".formatted(n),
                                        "virtual",
                                        "anonymous",
                                        "" + n))
                .toList();
    }

    private static List<Row> updates() {
        return Stream.of(
                        Stream.of(
                                update("registered", "srcu synchronize", 0, 0),
                                registered(100),
                                registered(1_000),
                                registered(10_000)),
                        SECTION_MICROS.stream()
                                .map(micros -> update("registered", "srcu synchronize", 2, micros)),
                        Stream.of(
                                update("anonymous", "srcu synchronize, anonymous", 2, 10),
                                barrier("membarrier", "membarrier(2) alone", 0),
                                barrier("membarrier", "membarrier(2) alone", 2),
                                barrier("arena-close", "Arena.ofShared().close()", 0),
                                barrier("arena-close", "Arena.ofShared().close()", 2),
                                update("arena-get", "Arena: allocate, close per update", 2, 10),
                                update("op-order", "OpOrder barrier", 0, 0),
                                update("op-order", "OpOrder barrier", 2, 10),
                                update("rrw-lock", "ReentrantReadWriteLock write", 2, 10),
                                urcu(0, 0),
                                urcu(2, 10)))
                .flatMap(rows -> rows)
                .toList();
    }

    private static List<Row> load() {
        return List.of(
                slowdown("membarrier", "bare volatile read, membarrier(2) alone"),
                slowdown("registered", "srcu reader: online, offline"),
                slowdown("anonymous", "srcu: try (srcu.enter())"),
                slowdown("arena-get", "Arena.ofShared, get"),
                callbacks(1),
                callbacks(2));
    }

    private static Row read(String subject, String label) {
        return Row.of(READ, subject, label, "read", subject);
    }

    private static Row update(String subject, String label, int readers, int micros) {
        return Row.of(
                UPDATE,
                "update-%s-%d-%d".formatted(subject, readers, micros),
                label + busy(readers, micros),
                "update",
                subject,
                "" + readers,
                "" + micros);
    }

    private static Row urcu(int readers, int micros) {
        return Row.of(
                UPDATE_C,
                "update-urcu-memb-%d-%d".formatted(readers, micros),
                "liburcu memb (C)" + busy(readers, micros),
                "memb",
                "update",
                "" + readers,
                "" + micros);
    }

    private static Row barrier(String name, String label, int readers) {
        return Row.of(
                UPDATE,
                name + "-" + readers,
                label + busy(readers, 0),
                "barrier",
                name,
                "" + readers);
    }

    private static Row registered(int readers) {
        return Row.of(
                REGISTERED,
                "registered-" + readers,
                "srcu synchronize, %,d idle readers".formatted(readers),
                "registered",
                "" + readers);
    }

    private static String busy(int readers, int micros) {
        if (readers == 0) {
            return ", idle";
        }
        return ", %d busy".formatted(readers) + (micros == 0 ? "" : " x %d us".formatted(micros));
    }

    private static Row slowdown(String subject, String label) {
        return Row.of(SLOWDOWN, "slowdown-" + subject, label, "slowdown", subject);
    }

    private static Row callbacks(int callers) {
        String label = "srcu call, %d calling".formatted(callers);
        return Row.of(CALLBACKS, "callbacks-" + callers, label, "callbacks", "" + callers);
    }
}
