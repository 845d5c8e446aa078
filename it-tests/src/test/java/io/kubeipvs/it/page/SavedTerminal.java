package io.kubeipvs.it.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The output of {@code kube-ipvs top} on a terminal, saved with its escape sequences, as a picture. */
public final class SavedTerminal {
    /** Where the kernel tier saves it. */
    public static final Path FILE = Path.of("target", "status-page-top");

    private static final int LINE = 19;
    private static final double CHARACTER = 8.43;
    private static final int MARGIN = 14;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final String BOLD = "\u001b[1m";

    private SavedTerminal() {}

    /** Saves an output. */
    public static void save(String output) throws IOException {
        Files.writeString(FILE, output);
    }

    /** The last whole screen of an output. */
    static String svg(String output) {
        String[] screens = output.replace("\r", "").split(Pattern.quote(CLEAR));
        String last = screens[screens.length - 1].split("\u001b\\[\\?")[0];
        List<String> lines = last.lines().map(String::stripTrailing).toList();
        int columns =
                lines.stream().mapToInt(line -> plain(line).length()).max().orElse(1);
        int width = (int) (2 * MARGIN + columns * CHARACTER);
        int height = 2 * MARGIN + lines.size() * LINE;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            // Browsers do not hand down the attribute for spaces.
            text.append("<text xml:space=\"preserve\" x=\"%d\" y=\"%d\"%s>%s</text>\n"
                    .formatted(
                            MARGIN,
                            MARGIN + (i + 1) * LINE - 5,
                            lines.get(i).contains(BOLD) ? " font-weight=\"bold\"" : "",
                            escaped(plain(lines.get(i)))));
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
                <title>kube-ipvs top</title>
                <rect width="100%%" height="100%%" rx="8" fill="#10151b"/>
                <g fill="#e6ebf0" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">
                %3$s</g>
                </svg>
                """.formatted(width, height, text);
    }

    private static String plain(String line) {
        return line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b\\(B|\r", "");
    }

    private static String escaped(String line) {
        return line.chars()
                .mapToObj(c -> switch (c) {
                    case '<' -> "&lt;";
                    case '&' -> "&amp;";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
