package dev.slat.bench.srcu;

import java.util.Arrays;

/** How measurements are spread. */
public record Percentiles(double p10, double p50, double p90, double p99, double max) {
    /** Of any number of values but none. */
    public static Percentiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(
                at(sorted, 0.10),
                at(sorted, 0.50),
                at(sorted, 0.90),
                at(sorted, 0.99),
                at(sorted, 1.00));
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.round((sorted.length - 1) * part)];
    }

    static double median(double[] values) {
        return of(values).p50;
    }
}
