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

    /**
     * Arguments: a folder with figures.tsv, and runs.txt, which has a line a run: its command, machine and date. Writes
     * table.md and plot.svg there.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, List<Figure>> byWork = medians(Figures.read(folder.resolve("figures.tsv")));
        String runs = Files.readAllLines(folder.resolve("runs.txt")).stream()
                .map(run -> "* " + run + "\n")
                .collect(Collectors.joining());
        String table = runs + "\n" + table(byWork);
        Files.writeString(folder.resolve("table.md"), table);
        Files.writeString(folder.resolve("plot.svg"), Plot.svg(byWork));
        System.out.println("\n" + table);
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

    /** Of an even number of runs the worse one of the two in the middle: less is better in every figure. */
    private static Figure median(List<Figure> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Figure::figure))
                .toList()
                .get(runs.size() / 2);
    }

    /** A line a work; in each size's column the figure, and in brackets its ratio to the reference of the same run. */
    private static String table(Map<String, List<Figure>> byWork) {
        List<String> sizes = byWork.values().stream()
                .flatMap(List::stream)
                .map(Figure::size)
                .distinct()
                .sorted(Comparator.comparing(Report::order))
                .toList();
        StringBuilder table = new StringBuilder(row("Work", sizes, "Ratio to", "Goal", "Reached"));
        table.append("|---".repeat(sizes.size() + 4)).append("|\n");
        byWork.forEach((work, figures) -> {
            Figure one = figures.get(figures.size() - 1);
            Map<String, String> cells = figures.stream().collect(Collectors.toMap(Figure::size, Report::cell));
            List<String> columns =
                    sizes.stream().map(size -> cells.getOrDefault(size, "")).toList();
            String unit = one.unit().isEmpty() ? "" : ", " + one.unit();
            table.append(row(work + unit, columns, one.reference(), goals(figures), reached(figures)));
        });
        return table.toString();
    }

    private static String goals(List<Figure> figures) {
        return figures.stream()
                .map(figure -> figure.goal().words())
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** At which sizes not, and whether the figures are too different; empty without a goal. */
    private static String reached(List<Figure> figures) {
        List<String> missed = new ArrayList<>(figures.stream()
                .filter(figure -> !figure.goal().isReached(figure))
                .map(Figure::size)
                .toList());
        if (!figures.stream().allMatch(figure -> figure.goal().isFlat(figures))) {
            missed.add("not flat");
        }
        if (goals(figures).isEmpty()) {
            return "";
        }
        return missed.isEmpty() ? "yes" : "no: " + String.join(", ", missed);
    }

    private static String row(String first, List<String> columns, String... last) {
        return "| " + first + " | " + String.join(" | ", columns) + " | " + String.join(" | ", last) + " |\n";
    }

    private static String cell(Figure figure) {
        String ratio = figure.referenceFigure() == 0 ? "" : " (" + Figures.number(figure.ratio()) + ")";
        return Figures.number(figure.figure()) + ratio;
    }
}
