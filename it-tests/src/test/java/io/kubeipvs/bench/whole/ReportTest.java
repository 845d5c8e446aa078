package io.kubeipvs.bench.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of figures states the goals, where they are missed, and what was run. */
class ReportTest {
    private static final String RUN = "`it-tests/bench native`: 2026-11-29, Linux 6.18";

    @TempDir
    Path folder;

    @Test
    void aMedianIsComparedWithItsGoalAtItsOwnSize() throws IOException {
        at(1000).add("memory", 90, "MiB", Goal.figure(85).at(1000));
        at(1000).add("memory", 84, "MiB", Goal.figure(85).at(1000));
        at(1000).add("memory", 80, "MiB", Goal.figure(85).at(1000));
        at(10_000).add("memory", 101, "MiB", Goal.figure(100).at(10_000));
        at(20_000).add("memory", 500, "MiB", Goal.NONE);

        assertThat(table())
                .contains("* " + RUN + "\n\n")
                .contains("| memory, MiB | 84.0 | 101 | 500 |  | 85 at 1,000; 100 at 10,000 | no: 10000x5 |");
    }

    @Test
    void ofTwoRunsTheWorseCounts() throws IOException {
        at(1000).add("memory", 84, "MiB", Goal.figure(85).at(1000));
        at(1000).add("memory", 86, "MiB", Goal.figure(85).at(1000));
        assertThat(table()).contains("| memory, MiB | 86.0 |  | 85 at 1,000 | no: 1000x5 |");
    }

    @Test
    void aRatioAndASurplusAreToTheReferenceOfTheSameRun() throws IOException {
        at(1000).add("change", 6, "ms", "alone", 2, Goal.ratio(3));
        at(1000).add("start", 0.7, "s", "java -version", 0.25, Goal.surplus(0.5));

        assertThat(table())
                .contains("| change, ms | 6.00 (3.00) | alone | 3 times | yes |")
                .contains("| start, s | 0.70 (2.80) | java -version | +0.5 | yes |");
    }

    @Test
    void flatMeansAtMostOneAndAHalfTimesTheFigureOfAThousandServices() throws IOException {
        at(1000).add("flat", 2, "ms", Goal.flat());
        at(20_000).add("flat", 3, "ms", Goal.flat());
        at(44_000).add("flat", 9, "ms", Goal.flat());
        at(1000).add("steep", 2, "ms", Goal.flat());
        at(20_000).add("steep", 3.1, "ms", Goal.flat());

        assertThat(table())
                .contains("| flat, ms | 2.00 | 3.00 | 9.00 |  | flat | yes |")
                .contains("| steep, ms | 2.00 | 3.10 |  |  | flat | no: not flat |");
    }

    private Figures at(int services) {
        return new Figures(folder.resolve("figures.tsv"), services + "x5");
    }

    private String table() throws IOException {
        Files.writeString(folder.resolve("runs.txt"), RUN + "\n");
        Report.main(new String[] {folder.toString()});
        assertThat(folder.resolve("plot.svg")).content().startsWith("<svg").endsWith("</svg>\n");
        return Files.readString(folder.resolve("table.md"));
    }
}
