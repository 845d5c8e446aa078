package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.whole.Figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plot of figures by the number of Services: one small panel for each work, as SVG. */
final class Plot {
    private static final int COLUMNS = 3;
    private static final int FEWEST = 100;
    /** From 100 Services to 50,000. */
    private static final double DECADES = 2.7;

    private Plot() {}

    static String svg(Map<String, List<Figure>> byWork) {
        List<String> panels = new ArrayList<>();
        byWork.forEach((work, figures) -> panels.add(Panel.of(
                work, figures.get(0).unit(), figures.stream().map(Plot::point).toList())));
        return Panel.document(panels, COLUMNS);
    }

    /** The axis is logarithmic; no Services are drawn at its beginning. */
    private static Panel.Point point(Figure figure) {
        double decades = Math.log10(Math.max(figure.services(), FEWEST) / (double) FEWEST);
        return new Panel.Point(decades / DECADES, figure.size(), figure.figure());
    }
}
