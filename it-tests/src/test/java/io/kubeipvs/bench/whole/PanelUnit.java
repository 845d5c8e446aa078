package io.kubeipvs.bench.whole;

import java.util.List;

/** The unit of a panel of Grafana, by its name there: how its values are written. */
record PanelUnit(String name) {
    private static final double KIBI = 1024;

    /** A round number that is not smaller. */
    double above(double value) {
        if (value <= 0) {
            return 1;
        }
        double base = name.equals("bytes") ? 2 : 10;
        double power = Math.pow(base, Math.floor(Math.log(value) / Math.log(base)));
        return List.of(1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0).stream()
                .map(step -> step * power)
                .filter(top -> top >= value)
                .findFirst()
                .orElse(value);
    }

    String of(double value) {
        return switch (name) {
            case "s" -> seconds(value);
            case "percentunit" -> number(value * 100) + " %";
            case "bytes" ->
                value >= KIBI * KIBI
                        ? number(value / KIBI / KIBI) + " MiB"
                        : value >= KIBI ? number(value / KIBI) + " KiB" : number(value) + " B";
            case "ops", "reqps" -> number(value) + "/s";
            default -> number(value);
        };
    }

    private static String seconds(double value) {
        if (value == 0 || value >= 1) {
            return number(value) + " s";
        }
        return value >= 0.001 ? number(value * 1000) + " ms" : number(value * 1_000_000) + " µs";
    }

    private static String number(double value) {
        return value >= 100 || value == Math.rint(value)
                ? "%,.0f".formatted(value)
                : value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }
}
