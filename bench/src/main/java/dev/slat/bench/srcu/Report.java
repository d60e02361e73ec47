package dev.slat.bench.srcu;

import dev.slat.bench.srcu.Row.Table;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables. */
final class Report {
    private static final Set<Table> READS = EnumSet.of(Table.READ, Table.READ_C);
    private static final Set<Table> UPDATES =
            EnumSet.of(Table.UPDATE, Table.UPDATE_C, Table.REGISTERED);

    private final List<Row> rows;
    private final Results results;

    Report(List<Row> rows, Results results) {
        this.rows = rows;
        this.results = results;
    }

    /** A column: its heading and where its values come from. */
    private record Column(String heading, String name, int digits) {}

    private static Column column(String heading, String name) {
        return new Column(heading, name, 2);
    }

    void print() {
        table(
                "Read side, 1 thread: enter, volatile read, field, exit; ns per operation."
                        + " \"over\": more than\na bare volatile read, measured in the same JVM by"
                        + " turns; \"B\": bytes allocated per operation",
                READS,
                column("p10", "1T.p10"),
                column("p50", "1T.p50"),
                column("p90", "1T.p90"),
                column("p99", "1T.p99"),
                column("over", "1T.over"),
                column("read", "1T.floor.p50"),
                new Column("B", "bytes", 1));
        table(
                "Read side, 2 threads; 1 thread + an updater without pause (U); 2 threads + 5,000"
                        + " updates/s (u)",
                READS,
                column("2T p10", "2T.p10"),
                column("p50", "2T.p50"),
                column("p90", "2T.p90"),
                column("over", "2T.over"),
                column("1T+U", "1T+U.p50"),
                column("over", "1T+U.over"),
                column("2T+u", "2T+U.p50"),
                column("over", "2T+U.over"));
        table(
                "Many virtual threads; ns per operation",
                EnumSet.of(Table.VIRTUAL),
                column("p10", "ns.p10"),
                column("p50", "ns.p50"),
                column("p90", "ns.p90"),
                column("p99", "ns.p99"),
                column("read", "ns.floor.p50"));
        table(
                "Update side; us. \"sec50\", \"sec99\": how long the readers' sections were indeed;"
                        + " \"added\":\nmore than without these readers, by turns",
                UPDATES,
                column("p10", "us.p10"),
                column("p50", "us.p50"),
                column("p90", "us.p90"),
                column("p99", "us.p99"),
                new Column("max", "us.max", 0),
                column("sec50", "section.p50"),
                column("sec99", "section.p99"),
                column("added", "added"));
        table(
                "A reader beside 5,000 updates/s; % slower than without, median of pairs of slices"
                    + " and its 95 %\n"
                    + "interval; \"by CPU\": in processor time, without what other programs took",
                EnumSet.of(Table.SLOWDOWN),
                column("slower", "slowdown"),
                column("from", "slowdown.low"),
                column("to", "slowdown.high"),
                column("by CPU", "slowdown.cpu"),
                new Column("rate/s", "rate", 0));
        table(
                "Callbacks a second, at most 100,000 waiting; grace periods a second",
                EnumSet.of(Table.CALLBACKS),
                new Column("calls", "rate", 0),
                new Column("periods", "grace-periods", 0));
    }

    private void table(String title, Set<Table> tables, Column... columns) {
        List<Row> shown = rows.stream().filter(row -> tables.contains(row.table())).toList();
        if (shown.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.println(title);
        System.out.println(
                " ".repeat(42)
                        + Arrays.stream(columns)
                                .map(column -> "%9s".formatted(column.heading))
                                .collect(Collectors.joining()));
        for (Row row : shown) {
            System.out.println(
                    ("%-42s".formatted(row.label()) + cells(row, columns)).stripTrailing());
        }
    }

    private String cells(Row row, Column... columns) {
        if (!results.has(row.id())) {
            return row.table().isC()
                    ? "  not measured: apt install gcc liburcu-dev"
                    : "  not measured on this system";
        }
        return Arrays.stream(columns)
                .map(column -> cell(results.get(row.id(), column.name), column.digits))
                .collect(Collectors.joining());
    }

    private static String cell(double value, int digits) {
        return Double.isNaN(value)
                ? "%9s".formatted("")
                : String.format(Locale.ROOT, "%9." + digits + "f", value);
    }
}
