package io.kubeipvs.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of probes, and where it stops at a start. */
class ChecksTest {
    private static final CheckResult FINE = CheckResult.ok("link", "there");
    private static final CheckResult SO_SO = CheckResult.warning("forwarding", "is 0", "sysctl -w it=1");
    private static final CheckResult BAD = CheckResult.missing("IPVS", "none", "modprobe ip_vs");
    private static final CheckResult HOPELESS = CheckResult.missing("API", "give --kubeconfig FILE", "");

    @Test
    void allProbesReportInOrder() {
        assertThat(Checks.all(List.of(() -> List.of(FINE, BAD), () -> List.of(SO_SO))))
                .containsExactly(FINE, BAD, SO_SO);
    }

    @Test
    void theFirstMissingThingEndsTheChecks() {
        List<String> tried = new ArrayList<>();
        List<Probe> probes = List.of(
                () -> result(tried, "first", SO_SO),
                () -> result(tried, "second", BAD),
                () -> result(tried, "third", HOPELESS));
        assertThat(Checks.firstMissing(probes)).contains(BAD);
        assertThat(tried).containsExactly("first", "second");
        assertThat(Checks.firstMissing(List.of(() -> List.of(FINE, SO_SO)))).isEmpty();
    }

    private static List<CheckResult> result(List<String> tried, String name, CheckResult result) {
        tried.add(name);
        return List.of(result);
    }

    @Test
    void oneLineHasThingDetailAndFix() {
        assertThat(BAD.line()).isEqualTo("IPVS: none; modprobe ip_vs");
        assertThat(HOPELESS.line()).isEqualTo("API: give --kubeconfig FILE");
    }
}
