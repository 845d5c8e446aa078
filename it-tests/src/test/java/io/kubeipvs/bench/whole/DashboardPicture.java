package io.kubeipvs.bench.whole;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The panels of a Grafana dashboard as one picture in SVG, each at its place: a number, lines, or a map of buckets. */
final class DashboardPicture {
    private static final int COLUMN = 50;
    private static final int ROW = 26;
    private static final int MARGIN = 4;
    private static final int LEFT = 62;
    private static final int RIGHT = 10;
    private static final int TOP = 28;
    private static final int LEGEND_LINE = 13;
    private static final int MOST_LEGENDS = 4;
    private static final int BOTTOM = 22;
    private static final double CHARACTER = 6.2;
    private static final List<String> COLOURS =
            List.of("#3b7ddd", "#d9822b", "#2e8b57", "#b03a48", "#7a5ac2", "#5f6b7a", "#b8860b", "#1796a6");

    private final StringBuilder svg = new StringBuilder();
    private final long from;
    private final long to;

    /** A panel of the dashboard with the series of its queries. */
    record Drawn(JsonNode panel, List<Line> lines) {}

    /**
     * One series.
     *
     * @param legend its name; may be empty
     * @param values by the time, in seconds since 1970
     */
    record Line(String legend, Map<Long, Double> values) {
        double last() {
            return values.values().stream().reduce((first, second) -> second).orElse(0.0);
        }
    }

    /** The place of a panel, in pixels. */
    private record Box(int x, int y, int width, int height) {
        static Box of(JsonNode panel) {
            JsonNode grid = panel.get("gridPos");
            return new Box(
                    grid.get("x").asInt() * COLUMN + MARGIN,
                    grid.get("y").asInt() * ROW + MARGIN,
                    grid.get("w").asInt() * COLUMN - 2 * MARGIN,
                    grid.get("h").asInt() * ROW - 2 * MARGIN);
        }
    }

    private DashboardPicture(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** Draws the panels over a time, in seconds since 1970. */
    static String of(List<Drawn> panels, long from, long to) {
        DashboardPicture picture = new DashboardPicture(from, to);
        int rows = panels.stream()
                .map(drawn -> drawn.panel().get("gridPos"))
                .mapToInt(grid -> grid.get("y").asInt() + grid.get("h").asInt())
                .max()
                .orElse(0);
        int width = 24 * COLUMN;
        int height = rows * ROW;
        picture.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"11\" fill=\"#24292f\">\n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#f4f5f7\"/>\n",
                width, height, width, height, width, height);
        panels.forEach(picture::draw);
        return picture.add("</svg>\n").svg.toString();
    }

    private DashboardPicture add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    private void text(double x, double y, String attributes, String text) {
        add(
                "<text x=\"%.0f\" y=\"%.0f\" %s>%s</text>\n",
                x, y, attributes, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void draw(Drawn drawn) {
        Box box = Box.of(drawn.panel());
        String title = drawn.panel().get("title").asString();
        String type = drawn.panel().get("type").asString();
        if (type.equals("row")) {
            text(box.x(), box.y() + 15, "font-weight=\"bold\" font-size=\"13\"", title);
            return;
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#fff\" stroke=\"#d8dbe0\"/>\n",
                box.x(), box.y(), box.width(), box.height());
        boolean isLong = title.length() * CHARACTER > box.width() - 16;
        text(box.x() + 8, box.y() + 17, isLong ? "font-size=\"9\"" : "font-weight=\"bold\"", title);
        PanelUnit unit =
                new PanelUnit(drawn.panel().at("/fieldConfig/defaults/unit").asString("short"));
        switch (type) {
            case "stat" -> stat(box, drawn.lines(), unit);
            case "heatmap" -> heatmap(box, drawn.lines(), unit);
            default -> lines(box, drawn.lines(), unit);
        }
    }

    private void stat(Box box, List<Line> lines, PanelUnit unit) {
        String value = lines.stream().map(line -> unit.of(line.last())).collect(Collectors.joining(", "));
        String legend = lines.stream().map(Line::legend).collect(Collectors.joining(", "));
        double middle = box.x() + box.width() / 2.0;
        text(
                middle,
                box.y() + box.height() / 2.0 + 18,
                "text-anchor=\"middle\" font-size=\"28\" fill=\"#3b7ddd\"",
                lines.isEmpty() ? "No data" : value);
        text(middle, box.y() + box.height() - 8, "text-anchor=\"middle\" fill=\"#57606a\"", legend);
    }

    private void lines(Box box, List<Line> lines, PanelUnit unit) {
        if (lines.isEmpty()) {
            text(
                    box.x() + box.width() / 2.0,
                    box.y() + box.height() / 2.0,
                    "text-anchor=\"middle\" fill=\"#57606a\"",
                    "No data");
            return;
        }
        Comparator<Line> byMost =
                Comparator.comparingDouble(line -> most(line.values().values()));
        List<Line> shown = lines.stream().sorted(byMost.reversed()).toList();
        int legends = Math.min(MOST_LEGENDS, shown.size());
        Box plot = plot(box, legends);
        double most = shown.stream()
                .mapToDouble(line -> most(line.values().values()))
                .max()
                .orElse(0);
        double top = unit.above(most);
        axes(plot, unit, top);
        for (int i = shown.size() - 1; i >= 0; i--) {
            String points = shown.get(i).values().entrySet().stream()
                    .map(point -> "%.0f,%.1f".formatted(x(plot, point.getKey()), y(plot, point.getValue() / top)))
                    .collect(Collectors.joining(" "));
            add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\"/>\n", points, colour(i));
        }
        for (int i = 0; i < legends; i++) {
            legend(box, box.y() + box.height() - 6 - (legends - 1 - i) * LEGEND_LINE, i, shown);
        }
    }

    private void legend(Box box, int y, int index, List<Line> shown) {
        boolean isCut = index == MOST_LEGENDS - 1 && shown.size() > MOST_LEGENDS;
        String name = isCut
                ? "and " + (shown.size() - index) + " more"
                : shown.get(index).legend();
        int most = (int) ((box.width() - 30) / CHARACTER);
        add("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"3\" fill=\"%s\"/>\n", box.x() + 8, y - 5, colour(index));
        text(box.x() + 23, y, "fill=\"#57606a\"", name.length() > most ? name.substring(0, most - 1) + "…" : name);
    }

    /** The share of the events of each bucket at each time: the darker, the more. */
    private void heatmap(Box box, List<Line> lines, PanelUnit unit) {
        Map<Double, Map<Long, Double>> counts = new TreeMap<>();
        lines.stream()
                .filter(line -> !line.legend().equals("+Inf"))
                .forEach(line -> counts.put(Double.parseDouble(line.legend()), line.values()));
        Map<Double, Map<Long, Double>> buckets = new TreeMap<>();
        Map<Long, Double> below = Map.of();
        for (var bucket : counts.entrySet()) {
            Map<Long, Double> before = below;
            Map<Long, Double> own = new TreeMap<>();
            bucket.getValue().forEach((time, count) -> own.put(time, count - before.getOrDefault(time, 0.0)));
            if (most(own.values()) > 0) {
                buckets.put(bucket.getKey(), own);
            }
            below = bucket.getValue();
        }
        Box plot = plot(box, 0);
        double most = buckets.values().stream()
                .mapToDouble(own -> most(own.values()))
                .max()
                .orElse(1);
        int row = 0;
        for (var bucket : buckets.entrySet()) {
            double height = plot.height() / (double) buckets.size();
            double y = plot.y() + plot.height() - height * ++row;
            text(plot.x() - 6, y + height / 2 + 4, "text-anchor=\"end\" fill=\"#57606a\"", unit.of(bucket.getKey()));
            double width = plot.width() / (double) Math.max(1, bucket.getValue().size());
            bucket.getValue().entrySet().stream()
                    .filter(cell -> cell.getValue() > 0)
                    .forEach(cell -> add(
                            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#3b7ddd\" opacity=\"%.2f\"/>\n",
                            x(plot, cell.getKey()), y, width, height - 1, 0.1 + 0.9 * cell.getValue() / most));
        }
        times(plot);
    }

    private static Box plot(Box box, int legends) {
        int below = BOTTOM + legends * LEGEND_LINE;
        return new Box(box.x() + LEFT, box.y() + TOP, box.width() - LEFT - RIGHT, box.height() - TOP - below);
    }

    private void axes(Box plot, PanelUnit unit, double top) {
        for (double fraction : List.of(0.0, 0.5, 1.0)) {
            double y = y(plot, fraction);
            add(
                    "<line x1=\"%d\" y1=\"%.0f\" x2=\"%d\" y2=\"%.0f\" stroke=\"#e4e7eb\"/>\n",
                    plot.x(), y, plot.x() + plot.width(), y);
            text(plot.x() - 6, y + 4, "text-anchor=\"end\" fill=\"#57606a\"", unit.of(top * fraction));
        }
        times(plot);
    }

    private void times(Box plot) {
        for (int quarter = 0; quarter <= 4; quarter++) {
            long seconds = (to - from) * quarter / 4;
            text(
                    plot.x() + plot.width() * quarter / 4.0,
                    plot.y() + plot.height() + 14,
                    "text-anchor=\"" + (quarter == 4 ? "end" : "middle") + "\" fill=\"#57606a\"",
                    "%d:%02d".formatted(seconds / 60, seconds % 60));
        }
    }

    private double x(Box plot, long time) {
        return plot.x() + plot.width() * (time - from) / (double) Math.max(1, to - from);
    }

    private static double y(Box plot, double fraction) {
        return plot.y() + plot.height() * (1 - fraction);
    }

    private static double most(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }
}
