package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.whole.Figures.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes a table and a plot of the figures of all runs. Where there are several runs, their median counts. */
final class Report {
    private Report() {}

    /** Arguments: the file of figures, the table and the plot to write. */
    public static void main(String[] arguments) throws IOException {
        List<Figure> figures = Figures.read(Path.of(arguments[0]));
        Map<String, List<Figure>> byWork = medians(figures);
        Files.writeString(Path.of(arguments[1]), table(byWork));
        Files.writeString(Path.of(arguments[2]), new Plot(byWork).svg());
        System.out.println("\n" + table(byWork));
    }

    private static Map<String, List<Figure>> medians(List<Figure> figures) {
        Map<String, List<Figure>> byWork = new LinkedHashMap<>();
        figures.stream()
                .collect(Collectors.groupingBy(Figure::work, LinkedHashMap::new, Collectors.toList()))
                .forEach((work, all) -> byWork.put(work, ofSizes(all)));
        return byWork;
    }

    private static List<Figure> ofSizes(List<Figure> figures) {
        Map<String, List<Figure>> bySize = new TreeMap<>(Comparator.comparing(Report::order));
        figures.forEach(figure ->
                bySize.computeIfAbsent(figure.size(), size -> new ArrayList<>()).add(figure));
        return bySize.values().stream().map(Report::median).toList();
    }

    private static String order(String size) {
        return "%9s".formatted(size.substring(0, size.indexOf('x'))) + size;
    }

    private static Figure median(List<Figure> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Figure::figure))
                .toList()
                .get((runs.size() - 1) / 2);
    }

    /** A line a work; in each size's column the figure, and in brackets its ratio to the reference of the same run. */
    private static String table(Map<String, List<Figure>> byWork) {
        List<String> sizes = byWork.values().stream()
                .flatMap(List::stream)
                .map(Figure::size)
                .distinct()
                .sorted(Comparator.comparing(Report::order))
                .toList();
        StringBuilder table = new StringBuilder(row("Work", sizes, "Ratio to", "Goal"));
        table.append("|---".repeat(sizes.size() + 3)).append("|\n");
        byWork.forEach((work, figures) -> {
            Figure one = figures.get(figures.size() - 1);
            Map<String, String> cells = figures.stream().collect(Collectors.toMap(Figure::size, Report::cell));
            List<String> columns =
                    sizes.stream().map(size -> cells.getOrDefault(size, "")).toList();
            String unit = one.unit().isEmpty() ? "" : ", " + one.unit();
            table.append(row(work + unit, columns, one.reference(), one.goal()));
        });
        return table.toString();
    }

    private static String row(String first, List<String> columns, String reference, String goal) {
        return "| " + first + " | " + String.join(" | ", columns) + " | " + reference + " | " + goal + " |\n";
    }

    private static String cell(Figure figure) {
        String ratio = figure.referenceFigure() == 0 ? "" : " (" + Figures.number(figure.ratio()) + ")";
        return Figures.number(figure.figure()) + ratio;
    }
}
