package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.whole.Figures.Figure;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plot of figures by the number of Services: one small panel for each work, as SVG. */
final class Plot {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 170;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 28;
    private static final int FEWEST = 100;

    private final Map<String, List<Figure>> byWork;
    private final StringBuilder svg = new StringBuilder();

    Plot(Map<String, List<Figure>> byWork) {
        this.byWork = byWork;
    }

    String svg() {
        int rows = (byWork.size() + COLUMNS - 1) / COLUMNS;
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"10\">",
                COLUMNS * WIDTH, rows * HEIGHT);
        append("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        int panel = 0;
        for (Map.Entry<String, List<Figure>> work : byWork.entrySet()) {
            append("<g transform=\"translate(%d %d)\">", panel % COLUMNS * WIDTH, panel / COLUMNS * HEIGHT);
            draw(work.getKey(), work.getValue());
            append("</g>");
            panel++;
        }
        return append("</svg>").toString();
    }

    private void draw(String work, List<Figure> figures) {
        double most = figures.stream().mapToDouble(Figure::figure).max().orElse(1);
        double top = most > 0 ? most : 1;
        text(WIDTH / 2, 14, "middle", work);
        text(WIDTH / 2, 26, "middle", figures.get(0).unit());
        int bottom = HEIGHT - BOTTOM;
        append("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>", LEFT, TOP, bottom, WIDTH - RIGHT);
        text(LEFT - 4, TOP + 8, "end", Figures.number(top));
        text(LEFT - 4, bottom, "end", "0");
        StringBuilder line = new StringBuilder();
        for (Figure figure : figures) {
            double x = x(figure.services());
            double y = bottom - (bottom - TOP) * figure.figure() / top;
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x, y));
            append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f5fa8\"/>", x, y);
            text((int) x, HEIGHT - 12, "middle", figure.size());
        }
        append("<path d=\"%s\" fill=\"none\" stroke=\"#1f5fa8\"/>", line);
    }

    /** The axis is logarithmic; no Services are drawn at its beginning. */
    private static double x(int services) {
        double decades = Math.log10(Math.max(services, FEWEST) / (double) FEWEST);
        return LEFT + 10 + (WIDTH - LEFT - RIGHT - 30) * decades / 2.7;
    }

    private void text(int x, int y, String anchor, String text) {
        append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private StringBuilder append(String format, Object... values) {
        return svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
