package io.kubeipvs.bench.whole;

import java.util.List;
import java.util.Locale;

/** A small diagram in SVG: one line through points, and their values at the axes. */
final class Panel {
    static final int WIDTH = 320;
    static final int HEIGHT = 170;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 28;

    private final StringBuilder svg = new StringBuilder();

    /**
     * A point.
     *
     * @param fraction its place on the horizontal axis, 0 to 1
     * @param label the text below it; empty = none
     */
    record Point(double fraction, String label, double value) {}

    private Panel() {}

    /** The panels in rows, as a document. */
    static String document(List<String> panels, int columns) {
        int rows = (panels.size() + columns - 1) / columns;
        Panel document = new Panel();
        document.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"10\">",
                columns * WIDTH, rows * HEIGHT);
        document.append("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        for (int i = 0; i < panels.size(); i++) {
            document.append("<g transform=\"translate(%d %d)\">", i % columns * WIDTH, i / columns * HEIGHT);
            document.svg.append(panels.get(i));
            document.append("</g>");
        }
        return document.append("</svg>").toString();
    }

    /** One panel; its vertical axis begins at 0. */
    static String of(String title, String unit, List<Point> points) {
        Panel panel = new Panel();
        panel.draw(title, unit, points);
        return panel.svg.toString();
    }

    private void draw(String title, String unit, List<Point> points) {
        double most = points.stream().mapToDouble(Point::value).max().orElse(1);
        double top = most > 0 ? most : 1;
        text(WIDTH / 2, 14, "middle", title);
        text(WIDTH / 2, 26, "middle", unit);
        int bottom = HEIGHT - BOTTOM;
        append("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>", LEFT, TOP, bottom, WIDTH - RIGHT);
        text(LEFT - 4, TOP + 8, "end", Figures.number(top));
        text(LEFT - 4, bottom, "end", "0");
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = LEFT + 10 + (WIDTH - LEFT - RIGHT - 30) * point.fraction();
            double y = bottom - (bottom - TOP) * point.value() / top;
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x, y));
            append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f5fa8\"/>", x, y);
            text((int) x, HEIGHT - 12, "middle", point.label());
        }
        append("<path d=\"%s\" fill=\"none\" stroke=\"#1f5fa8\"/>", line);
    }

    private void text(int x, int y, String anchor, String text) {
        append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private StringBuilder append(String format, Object... values) {
        return svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
