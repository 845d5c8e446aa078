package io.kubeipvs.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The figures of all runs in a file: a line each, with tabs between the fields. */
final class Figures {
    /**
     * One figure.
     *
     * @param size such as {@code 10000x5}
     * @param reference what it is compared with, in words; empty = nothing
     * @param referenceFigure in the same unit; 0 = none
     */
    record Figure(
            String work, String size, double figure, String unit, String reference, double referenceFigure, Goal goal) {

        int services() {
            return Integer.parseInt(size.substring(0, size.indexOf('x')));
        }

        int endpoints() {
            return Integer.parseInt(size.substring(size.indexOf('x') + 1));
        }

        double ratio() {
            return referenceFigure == 0 ? 0 : figure / referenceFigure;
        }

        private String line() {
            return String.join(
                    "\t",
                    work,
                    size,
                    Double.toString(figure),
                    unit,
                    reference,
                    Double.toString(referenceFigure),
                    goal.words(),
                    goal.of().name(),
                    Double.toString(goal.limit()),
                    Double.toString(goal.flatness()));
        }

        private static Figure parse(String line) {
            String[] fields = line.split("\t", -1);
            return new Figure(
                    fields[0],
                    fields[1],
                    Double.parseDouble(fields[2]),
                    fields[3],
                    fields[4],
                    Double.parseDouble(fields[5]),
                    new Goal(
                            fields[6],
                            Goal.Of.valueOf(fields[7]),
                            Double.parseDouble(fields[8]),
                            Double.parseDouble(fields[9])));
        }
    }

    private final Path file;
    private final String size;

    Figures(Path file, String size) {
        this.file = file;
        this.size = size;
    }

    static List<Figure> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Figure::parse).toList();
    }

    /** Keeps and prints a figure that is compared with nothing. */
    void add(String work, double figure, String unit, Goal goal) throws IOException {
        add(new Figure(work, size, figure, unit, "", 0, goal));
    }

    /** Keeps and prints a figure. */
    void add(String work, double figure, String unit, String reference, double referenceFigure, Goal goal)
            throws IOException {
        add(new Figure(work, size, figure, unit, reference, referenceFigure, goal));
    }

    private void add(Figure figure) throws IOException {
        Files.writeString(file, figure.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        String compared = figure.referenceFigure() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %s: %s, ratio %.2f",
                        figure.reference(),
                        number(figure.referenceFigure()),
                        figure.ratio());
        System.out.printf(
                Locale.ROOT,
                "%-9s %-48s %s %s%s%s%n",
                figure.size(),
                figure.work(),
                number(figure.figure()),
                figure.unit(),
                compared,
                figure.goal().isReached(figure)
                        ? ""
                        : "; goal missed: " + figure.goal().words());
    }

    /** With three digits that count. */
    static String number(double value) {
        int decimals = value >= 100 || value == 0 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
