package io.kubeipvs.daemon.commands.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as kubectl prints it: upper-case headings, columns as wide as their widest cell with two spaces between them, no
 * space at the end of a line. Text is on the left, numbers are on the right.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<Line> lines = new ArrayList<>();

    /** @param isNumber whether its cells are on the right */
    private record Column(String heading, boolean isNumber) {}

    /** A row of cells, or a note: a text that stands alone below the rest, from the second column on. */
    private record Line(List<String> cells, String note) {}

    private TextTable(List<Column> columns) {
        this.columns = columns;
    }

    /** A table with these headings. A heading that begins with {@code >} is that of numbers. */
    public static TextTable of(String... headings) {
        return new TextTable(Arrays.stream(headings)
                .map(heading ->
                        heading.startsWith(">") ? new Column(heading.substring(1), true) : new Column(heading, false))
                .toList());
    }

    /** Adds a row. Cells that are not given are empty. */
    public TextTable row(String... cells) {
        if (cells.length > columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        lines.add(new Line(List.of(cells), ""));
        return this;
    }

    /** Adds a line below the last row that explains it; nothing if the text is empty. */
    public TextTable note(String text) {
        if (!text.isEmpty()) {
            lines.add(new Line(List.of(), text));
        }
        return this;
    }

    /** The table, with an end of line behind each line. */
    @Override
    public String toString() {
        int[] widths = new int[columns.size()];
        List<Line> all = new ArrayList<>();
        all.add(new Line(columns.stream().map(Column::heading).toList(), ""));
        all.addAll(lines);
        for (Line line : all) {
            for (int i = 0; i < line.cells().size(); i++) {
                widths[i] = Math.max(widths[i], width(line.cells().get(i)));
            }
        }
        return all.stream().map(line -> text(line, widths) + "\n").collect(Collectors.joining());
    }

    private String text(Line line, int... widths) {
        if (!line.note().isEmpty()) {
            return " ".repeat(widths[0]) + GAP + line.note();
        }
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < line.cells().size(); i++) {
            String cell = line.cells().get(i);
            String padding = " ".repeat(widths[i] - width(cell));
            cells.add(columns.get(i).isNumber() ? padding + cell : cell + padding);
        }
        return String.join(GAP, cells).stripTrailing();
    }

    /** The number of characters on a screen: a colour takes none. */
    private static int width(String cell) {
        return cell.indexOf('\u001b') < 0
                ? cell.length()
                : cell.replaceAll("\u001b\\[[0-9]*m", "").length();
    }
}
