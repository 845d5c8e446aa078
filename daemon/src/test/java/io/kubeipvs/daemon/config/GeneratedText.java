package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a file that is generated: it is compared, or written when the system property {@code rewrite} is set. */
public final class GeneratedText {
    private static final String COMMAND = "mvn -o -q -pl daemon -am test -Drewrite"
            + " -Dtest='ConfigurationDocumentTest,ServiceOptionsDocumentTest,ValuesSchemaTest,DashboardTest,ChartFilesTest,"
            + "CommandsDocumentTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false";

    private final Path file;
    private final String text;
    private final int from;
    private final int to;

    private GeneratedText(Path file, String text, int from, int to) {
        this.file = file;
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** The whole file. */
    public static GeneratedText of(Path file) throws IOException {
        String text = Files.readString(file);
        return new GeneratedText(file, text, 0, text.length());
    }

    /** The part after the first text, up to the next occurrence of the second one. */
    public GeneratedText between(String begin, String end) {
        assertThat(text).contains(begin);
        int start = text.indexOf(begin) + begin.length();
        return new GeneratedText(file, text, start, text.indexOf(end, start));
    }

    public void isEqualTo(String generated) throws IOException {
        if (System.getProperty("rewrite") != null) {
            Files.writeString(file, text.substring(0, from) + generated + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s is generated; rewrite it with: %s", file, COMMAND)
                .isEqualTo(generated);
    }
}
