package dev.drawbridge.bench;

import java.util.List;

/** The few words of statistics that the table needs. */
final class Statistics {
    private Statistics() {}

    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    /** The smallest value that so large a part of all does not exceed. */
    static double quantile(List<Double> values, double part) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.max(0, Math.ceil(part * sorted.size()) - 1));
    }
}
