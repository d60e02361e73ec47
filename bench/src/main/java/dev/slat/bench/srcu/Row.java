package dev.slat.bench.srcu;

import java.util.List;

/**
 * One line of the tables: what a process of its own measures.
 *
 * @param id for {@code --only} and the file
 * @param label for people
 * @param options of the JVM
 * @param arguments of {@link Child}, or of the C program if {@code table} says so
 */
record Row(String id, String label, Table table, List<String> options, List<String> arguments) {
    /** Where a row stands. */
    enum Table {
        READ,
        READ_C,
        VIRTUAL,
        UPDATE,
        UPDATE_C,
        REGISTERED,
        SLOWDOWN,
        CALLBACKS;

        boolean isC() {
            return this == READ_C || this == UPDATE_C;
        }
    }

    static Row of(Table table, String id, String label, String... arguments) {
        return new Row(id, label, table, List.of(), List.of(arguments));
    }

    Row with(String option) {
        return new Row(id, label, table, List.of(option), arguments);
    }
}
