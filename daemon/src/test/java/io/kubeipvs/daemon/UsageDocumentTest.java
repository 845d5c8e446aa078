package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.sync.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/usage.md says what is true: every flag and every metric, and no others. */
class UsageDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "usage.md");

    @Test
    void namesEveryFlagAndItsDefault() throws IOException {
        CommandLine run = new CommandLine(new RunCommand());
        Set<String> flags = run.getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !name.equals("--help") && !name.equals("--version"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found("^\\| `(?:-v`, `)?(--[a-z-]+)", section("## Flags"))).isEqualTo(flags);
        assertThat(section("## Flags")).contains("| `rr` |", "| `30s` |", "| `1h` |", "| `127.0.0.1:10249` |");
    }

    @Test
    void namesEveryMetric() throws IOException {
        ProxyMetrics metrics = new ProxyMetrics(new RejectedObjects());
        KernelOp op = new KernelOp.BindVip(Ip.parse("10.96.0.1"));
        ApplyReport report = new ApplyReport(List.of(new ApplyReport.Result(op, new Outcome.AlreadySo("EEXIST"))));
        metrics.synced(new SyncReport(1, true, report, 0, Duration.ofMillis(1)));
        metrics.listed("Service", 1);
        metrics.watchOver("Service", WatchObserver.Reason.ENDED);
        Set<String> names = found("^# TYPE (\\S+) (?:counter|gauge|histogram)$", metrics.scrape());
        names.removeIf(name -> name.endsWith("_max")); // the library adds the longest of late to each histogram
        assertThat(found("^\\| `([a-z_]+)[`{]", section("## Metrics"))).isEqualTo(names);
        assertThat(metrics.scrape()).contains("outcome=\"already_so\"");
    }

    private static String section(String heading) throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(heading);
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to);
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
