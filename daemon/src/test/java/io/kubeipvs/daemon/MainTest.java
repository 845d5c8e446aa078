package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answer to a wrong command line. */
class MainTest {
    private record Run(int status, String out, String err) {
        static Run of(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream oldOut = System.out;
            PrintStream oldErr = System.err;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            try {
                int status = Main.execute(args);
                return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
            } finally {
                System.setOut(oldOut);
                System.setErr(oldErr);
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void aWrongCommandLineExits2WithUsage() {
        assertThat(Run.of()).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("Missing required subcommand").contains("Usage: kube-ipvs");
        });
        assertThat(Run.of("run", "--quux")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("Unknown option: '--quux'").contains("Usage: kube-ipvs run");
        });
    }

    @Test
    void aMistakeIsNotHiddenAboveAllFlags() {
        assertThat(Run.of("run", "--nope").err()).isEqualTo("""
                Unknown option: '--nope'
                Possible solutions: --nodeport-addresses, --node-name, --node-port-range
                Usage: kube-ipvs run [FLAG]...
                'kube-ipvs run --help' lists the flags
                """);
        assertThat(Run.of("check", "--config").err()).isEqualTo("""
                Missing required parameter for option '--config' (FILE)
                Usage: kube-ipvs check [FLAG]...
                'kube-ipvs check --help' lists the flags
                """);
    }

    @Test
    void checkTakesTheFlagsAndFilesOfRun() {
        assertThat(Run.of("check", "--ipvs-scheduler", "foo")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("--ipvs-scheduler: 'foo' is not allowed; allowed: rr, wrr,");
        });
        assertThat(Run.of("check", "--config", "/no/such/file")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("kube-ipvs: --config /no/such/file: cannot be read: no such file\n");
        });
    }

    @Test
    void aMissingFolderIsReportedBeforeTheKernelIsTested() {
        Path none = folder.resolve("none");
        String free = "127.0.0.1:0";
        Run run = Run.of(
                "run", "--metrics-bind-address", free, "--healthz-bind-address", free, "--manifests", none.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .endsWith("kube-ipvs: --manifests " + none
                        + ": does not exist; must be a readable folder of *.yaml, *.yml or *.json files\n");
    }

    @Test
    void anUnknownSchedulerIsNamedWithTheAllowedOnes() {
        Run run = Run.of("run", "--ipvs-scheduler", "foo");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("--ipvs-scheduler: 'foo' is not allowed; allowed: rr, wrr,"
                        + " lc, wlc, dh, sh, sed, nq, mh, lblc, lblcr, fo, ovf\nUsage:");
    }

    @Test
    void flagsAloneServeAsKubeProxysDo() {
        assertThat(Run.of("--ipvs-scheduler", "foo")).isEqualTo(Run.of("run", "--ipvs-scheduler", "foo"));
        assertThat(Run.of("--ipvs-scheduler", "foo", "--cleanup").err())
                .contains("'foo' is not allowed")
                .contains("Usage: kube-ipvs cleanup");
        assertThat(Run.of("--version").out()).startsWith("kube-ipvs ");
        assertThat(Run.of("--help").out()).startsWith("Usage: kube-ipvs ").contains("run", "cleanup", "version");
    }

    @Test
    void aWrongDurationOrAddressIsNamed() {
        assertThat(Run.of("run", "--ipvs-sync-period", "soon").err())
                .startsWith("--ipvs-sync-period: 'soon' is not allowed;"
                        + " allowed: a duration such as 30s, 1m30s or 500ms\n");
        assertThat(Run.of("run", "--ipvs-drain-timeout", "-1s").err())
                .startsWith("--ipvs-drain-timeout: '-1s' is not"
                        + " allowed; allowed: a duration such as 30s, 1m30s or 500ms\n");
        assertThat(Run.of("run", "--metrics-bind-address", "10249").status()).isEqualTo(2);
        assertThat(Run.of("run", "--node-port-range", "32767-30000").err())
                .startsWith("--node-port-range: '32767-30000' is not allowed;"
                        + " allowed: a range of ports, for instance 30000-32767\n");
    }

    @Test
    void aWrongFileIsOneLineAndExits1() throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.conf"),
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: nftables\n");
        Run run = Run.of("run", "--config", file.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("kube-ipvs: --config " + file
                        + ": mode: 'nftables' is not allowed; allowed: ipvs (this program does nothing else)\n");
    }

    @Test
    void kubeProxysFlagsAreTakenAsItTakesThem() {
        String[] flags = {
            "--bind_address=0.0.0.0",
            "--feature-gates=A=true",
            "--masquerade-all=false",
            "--conntrack-min",
            "7",
            "--v=2",
            "--nodeport-addresses=10.0.0.0/8,fd00::/8",
            "--healthz-port=1",
            "--oom-score-adj=-999",
            "--ipvs-strict-arp",
            "--config=/no/such/file"
        };
        String[] run = Stream.concat(Stream.of("run"), Stream.of(flags)).toArray(String[]::new);
        assertThat(Run.of(run)).satisfies(end -> {
            assertThat(end.status()).isEqualTo(1);
            assertThat(end.err()).startsWith("kube-ipvs: --config /no/such/file: cannot be read: no such file\n");
        });
    }

    @Test
    void missingThingsAreReportedWithTheirFix() {
        Run run = Run.of("run", "--cleanup");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("--cleanup is not there: stop the program and run 'kube-ipvs cleanup'\n");
    }

    @Test
    void aStackTraceIsShownOnlyWhenAskedFor() {
        Run run = Run.of("run", "-v", "--config", "/no/such/file");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("kube-ipvs: --config /no/such/file: cannot be read: no such file\n")
                .contains("\tat io.kubeipvs.daemon");
    }

    @Test
    void versionIsPrinted() {
        assertThat(Run.of("version").out()).startsWith("kube-ipvs ");
        assertThat(Run.of("--version").status()).isZero();
        assertThat(Run.of("run", "--help").out()).contains("--manifests");
        assertThat(Run.of("help", "check").out()).startsWith("Usage: kube-ipvs check ");
    }
}
