package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.OwnKeys;
import io.kubeipvs.daemon.logging.Logging;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The answer to a wrong command line. */
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void aWrongCommandLineExits2WithUsage() {
        assertThat(Run.of()).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("a command is missing\n").contains("Usage: kube-ipvs");
        });
        assertThat(Run.of("run", "--quux")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("--quux is no flag of 'kube-ipvs run'\n")
                    .contains("Usage: kube-ipvs run");
        });
    }

    @Test
    void aMistakeIsNotHiddenAboveAllFlags() {
        assertThat(Run.of("run", "--nope").err()).isEqualTo("""
                --nope is no flag of 'kube-ipvs run'; nearest: --nodeport-addresses, --node-name, --node-port-range
                Usage: kube-ipvs run [FLAG]...
                'kube-ipvs run --help' lists the flags
                """);
        assertThat(Run.of("check", "--config").err()).isEqualTo("""
                --config: a value is missing; give --config FILE
                Usage: kube-ipvs check [FLAG]...
                'kube-ipvs check --help' lists the flags
                """);
    }

    @Test
    void checkTakesTheFlagsAndFilesOfRun() {
        assertThat(Run.of("check", "--ipvs-scheduler", "f o")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("--ipvs-scheduler: 'f o' is not allowed; allowed: rr, wrr,");
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
        Run run = Run.of("run", "--ipvs-scheduler", "f o");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "--ipvs-scheduler: 'f o' is not allowed; allowed: rr, wrr,"
                                + " lc, wlc, dh, sh, sed, nq, mh, lblc, lblcr, fo, ovf, or another scheduler of the kernel\nUsage:");
    }

    @Test
    void flagsAloneServeAsKubeProxysDo() {
        assertThat(Run.of("--ipvs-scheduler", "f o")).isEqualTo(Run.of("run", "--ipvs-scheduler", "f o"));
        assertThat(Run.of("--ipvs-scheduler", "f o", "--cleanup").err())
                .contains("'f o' is not allowed")
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
                .startsWith("--ipvs-drain-timeout: '-1s' is not allowed; allowed: 0s or more\n");
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
    void theEffectiveConfigurationIsPrintedAsFiles() throws Exception {
        Run run = Run.of("config", "--ipvs-scheduler=lc", "--ipvs-drain-timeout=7s");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("kind: \"KubeProxyConfiguration\"", "  scheduler: \"lc\"")
                .contains("kind: \"KubeIpvsConfiguration\"", "drainTimeout: \"7s\"");
        String[] files = run.out().split("(?m)^---\n");
        Path file = Files.writeString(folder.resolve("config.conf"), files[1]);
        Path own = Files.writeString(folder.resolve("kube-ipvs.conf"), files[2]);
        assertThat(Run.of("config", "--strict-config", "--config=" + file, "--kube-ipvs-config=" + own)
                        .out())
                .isEqualTo(run.out());
        assertThat(Run.of("config", "-o", "json", "--ipvs-scheduler=lc").out()).contains("\"kubeipvs.io\"");
    }

    @Test
    void theKeysWithoutTheirDefaultAreListed() {
        assertThat(Run.of("config", "diff").out()).isEqualTo("every key has its default\n");
        assertThat(Run.of("config", "diff", "--ipvs-scheduler=lc", "--nodeport-addresses=10.0.0.0/8")
                        .out())
                .isEqualTo("""
                        KEY                VALUE       DEFAULT
                        ipvs.scheduler     lc          rr
                        nodePortAddresses  10.0.0.0/8  -
                        """);
    }

    @Test
    void aKeyIsExplained() {
        assertThat(Run.of("config", "explain", "ipvs.scheduler").out())
                .startsWith("ipvs.scheduler\n  flag     --ipvs-scheduler\n")
                .contains("  default  rr\n  effect   an edit of the file takes effect at once\n");
        assertThat(Run.of("config", "explain", "--", "--ipvs-scheduler").out()).startsWith("ipvs.scheduler\n");
        assertThat(Run.of("config", "explain", "externalAddresses").out())
                .contains("externalAddresses.allowedCIDRs\n", "externalAddresses.deniedCIDRs\n");
        Run wrong = Run.of("config", "explain", "ipvs.schedulr");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err())
                .isEqualTo(
                        "kube-ipvs: 'ipvs.schedulr' is no key of a configuration file; most similar: ipvs.scheduler\n");
        assertThat(Run.of("config", "dif").err())
                .startsWith("'dif' is not allowed; allowed: nothing, diff, or explain KEY\n");
    }

    @Test
    void aMistakeOfTheUserHasNoStackTrace() {
        Run run = Run.of("run", "-v", "--config", "/no/such/file");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("kube-ipvs: --config /no/such/file: cannot be read: no such file\n");
    }

    @Test
    void aMistakeOfOursHasAStackTraceWhenAskedFor() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new RunCommand()).setErr(new PrintWriter(err, true));
        for (String flag : List.of("-v=0", "-v")) {
            command.parseArgs(flag);
            err.getBuffer().setLength(0);
            assertThat(RunCommand.report(new IllegalStateException("broken"), command))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("kube-ipvs: internal error, please report it");
            assertThat(err.toString().contains("\tat io.kubeipvs.daemon")).isEqualTo(flag.equals("-v"));
        }
    }

    @Test
    void versionIsPrinted() {
        assertThat(Run.of("version").out()).startsWith("kube-ipvs ");
        assertThat(Run.of("--version").status()).isZero();
        assertThat(Run.of("run", "--help").out()).contains("--manifests");
        assertThat(Run.of("help", "check").out()).startsWith("Usage: kube-ipvs check ");
    }

    @Test
    void everyVersionFlagOfKubeProxyPrintsTheVersion() {
        for (String flag : List.of("--version", "--version=true", "--version=raw")) {
            assertThat(Run.of(flag)).isEqualTo(Run.of("--version"));
            assertThat(Run.of("--v=2", flag)).isEqualTo(Run.of("--version"));
        }
        assertThat(Run.of("--version").status()).isZero();
    }

    @Test
    void helpFitsAScreenAndHelpAllHasEveryFlag() {
        for (String command : List.of("run", "check", "plan", "cleanup")) {
            String help = Run.of(command, "--help").out();
            assertThat(help.lines().count()).as(command).isLessThanOrEqualTo(60);
            assertThat(help)
                    .contains("--help-all", "--ipvs-scheduler", "--kubeconfig")
                    .doesNotContain("without effect");
            String all = Run.of(command, "--help-all").out();
            ConfigKeys.ofAllFiles()
                    .flatMap(key -> key.flags().stream())
                    .forEach(flag -> assertThat(all).contains(flag));
            assertThat(all).contains("Accepted, without effect.");
        }
    }

    @Test
    void everyFlagIsExplainedByItself() {
        Stream.concat(KubeProxyKeys.KEYS.all().stream(), OwnKeys.KEYS.all().stream())
                .filter(key -> !key.flags().isEmpty() && key.effect() != ConfigKey.Effect.NONE)
                .forEach(key -> assertThat(key.meaning()).as(key.path()).doesNotStartWith("the same"));
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : Main.COMMANDS) {
            assertThat(Run.of(command, "--help")).satisfies(run -> {
                assertThat(run.status()).isZero();
                assertThat(run.err()).isEmpty();
                assertThat(run.out()).contains("Usage: kube-ipvs");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnu", "clean", "cleanpu", "cleanup.", "xxxxxxxx"})
    void anUnknownCommandIsOneLineThatSuggestsNothingThatChangesTheNode(String command) {
        Run run = Run.of(command, "--quux");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("'" + command + "' is no command; commands: run, check, status, services, "));
    }

    @ParameterizedTest
    @CsvSource({"statsu, status", "servces, services", "paln, plan", "verson, version", "explian, explain"})
    void theNearestCommandThatChangesNothingIsSuggested(String command, String meant) {
        assertThat(Run.of(command).err())
                .startsWith("'" + command + "' is no command; did you mean '" + meant + "'? commands: run, check, ")
                .hasLineCount(1);
    }

    @Test
    void atMostThreeFlagsAreSuggested() {
        assertThat(Run.of("run", "--ipvs-schedulr", "rr").err().lines().toList().get(0))
                .startsWith("--ipvs-schedulr is no flag of 'kube-ipvs run'; nearest: --ipvs-scheduler")
                .matches("[^,]*(, [^,]*){0,2}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    top -b -n x           | --count: 'x' is not allowed; allowed: a number from 0 on
                    top -b -n -1          | --count: '-1' is not allowed; allowed: a number from 0 on
                    top -d 0              | --delay: '0' is not allowed; allowed: a number from 1 on
                    top -s xy             | --sort: 'xy' is not allowed; allowed: c, r, i, o
                    top -s x              | --sort: 'x' is not allowed; allowed: c, r, i, o
                    top -b=maybe          | --batch: 'maybe' is not allowed; allowed: true, false
                    trace 10.0.0.1:1 --count 101 | --count: '101' is not allowed; allowed: 1 to 100
                    trace 10.0.0.1:1 --time soon | --time: 'soon' is not allowed; allowed: 1 to 300
                    trace                 | ADDRESS:PORT: a value is missing; give ADDRESS:PORT
                    connections --limit=a | --limit: 'a' is not allowed; allowed: a number from 0 on
                    connections a b       | 'b' is one argument too many for 'kube-ipvs connections'
                    status -o             | --output: a value is missing; give --output FORMAT
                    status --state-dir=/a --state-dir=/b | --state-dir is given twice; give it once
                    ipvs --stats --rate   | --stats, --rate: only one of them is allowed
                    plan -v=much          | --verbose: 'much' is not allowed; allowed: a number from 0 on
                    check --strict-config=maybe | --strict-config: 'maybe' is not allowed; allowed: true, false
                    """)
    void aWrongValueIsNamedWithTheAllowedOnes(String line, String message) {
        Run run = Run.of(line.split(" "));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(message + "\nUsage: kube-ipvs ");
    }

    @Test
    void everyNumberOfAFlagHasItsLimits() {
        assertThat(Main.program().getSubcommands().values().stream()
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .filter(option -> option.type() == int.class || option.type() == char.class)
                        .filter(option -> !(option.userObject() instanceof Field field
                                && field.isAnnotationPresent(Allowed.class))))
                .isEmpty();
    }

    @Test
    void anEmptyHostNameIsNone() throws Exception {
        Path written = folder.resolve("written.yaml");
        assertThat(Run.of("run", "--hostname-override=", "--write-config-to=" + written)
                        .status())
                .isZero();
        assertThat(Files.readString(written)).contains("hostnameOverride: \"\"\n");
        assertThat(Run.of("run", "--hostname-override=  ").err())
                .startsWith("--hostname-override: '  ' is not allowed; allowed: the name of a Node\n");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "t, true", "T, true", "TRUE, true", "True, true", "0, false", "f, false", "False, false"})
    void truthsAreThoseOfGo(String text, String truth) throws Exception {
        Path written = folder.resolve("written.yaml");
        assertThat(Run.of("--masquerade-all=" + text, "--write-config-to=" + written)
                        .status())
                .isZero();
        assertThat(Files.readString(written)).contains("masqueradeAll: " + truth + "\n");
        assertThat(Run.of("--masquerade-all=yes").err())
                .startsWith("--masquerade-all: 'yes' is not allowed; allowed: true or false\n");
    }

    @Test
    void theWrittenConfigurationIsTheOneOfFilesAndFlags() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                ipvs: {scheduler: twos, syncPeriod: 1.5m, excludeCIDRs: [10.9.0.0/16]}
                clusterCIDR: 10.244.0.0/16,fd00::/56
                portRange: 1-2
                featureGates: {A: true}
                """);
        Path written = folder.resolve("written.yaml");
        Path again = folder.resolve("again.yaml");
        assertThat(Run.of("--config=" + file, "--hostname-override=n7", "--write-config-to", written.toString()))
                .satisfies(run -> assertThat(run.status()).isZero());
        assertThat(Files.readString(written))
                .contains("scheduler: \"twos\"\n", "syncPeriod: \"1m30s\"\n", "portRange: \"1-2\"\n", "A: true\n");
        assertThat(Run.of("--strict-config", "--config=" + written, "--write-config-to", again.toString())
                        .status())
                .isZero();
        assertThat(again).hasSameTextualContentAs(written);
        assertThat(Run.of("--write-config-to", folder.toString()).err())
                .startsWith("kube-ipvs: --write-config-to " + folder + ": cannot be written: ");
    }

    @Test
    void theWrittenConfigurationReplacesALinkAndNotItsTarget() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Path written = Files.createSymbolicLink(folder.resolve("written.yaml"), target);
        assertThat(Run.of("--write-config-to=" + written).status()).isZero();
        assertThat(target).hasContent("precious");
        assertThat(Files.readString(written)).contains("kind: \"KubeProxyConfiguration\"");
        Path log = Files.createSymbolicLink(folder.resolve("log"), target);
        assertThat(Run.of("--log-file=" + log, "kube-proxy", "--version").err())
                .isEqualTo("kube-ipvs: --log-file " + log + ": cannot be written: " + log + " is a symbolic link\n");
        assertThat(target).hasContent("precious");
    }

    @Test
    void strictConfigRefusesUnknownKeys() throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.conf"),
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nudpIdleTimeout: 250ms\n");
        Path written = folder.resolve("written.yaml");
        Run lenient = Run.of("--config=" + file, "--write-config-to=" + written);
        assertThat(lenient.status()).isZero();
        assertThat(lenient.err())
                .contains("config_key_not_used key=\"udpIdleTimeout\" cause=\"there is no such key\" fix=\"remove it");
        Run strict = Run.of("--strict-config", "--config=" + file, "--write-config-to=" + written);
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err()).startsWith("kube-ipvs: --strict-config: udpIdleTimeout: there is no such key; ");
    }

    @Test
    void masterIsAUrl() {
        assertThat(Run.of("--master=https://").err()).startsWith("--master: 'https://' is not allowed; allowed: a URL");
        assertThat(Run.of("--master=ftp://me:secret@x").err()).startsWith("--master: 'ftp://...@x' is not allowed");
        assertThat(Run.of("--master=ftp://x").err()).startsWith("--master: 'ftp://x' is not allowed; allowed: a URL");
    }

    @Test
    void goRunnerStartsKubeProxyAndWritesItsOutput() throws Exception {
        Path log = folder.resolve("kube-proxy.log");
        Run tee = Run.of("--log-file=" + log, "--also-stdout", "/usr/local/bin/kube-proxy", "--version");
        assertThat(tee.status()).isZero();
        assertThat(tee.out()).startsWith("kube-ipvs ");
        assertThat(log).hasContent(tee.out());
        Run quiet = Run.of("-log-file", log.toString(), "/usr/local/bin/kube-proxy", "--config", "/no/such/file");
        assertThat(quiet).isEqualTo(new Run(1, "", ""));
        assertThat(Files.readString(log))
                .isEqualTo(tee.out() + "kube-ipvs: --config /no/such/file: cannot be read: no such file\n");
        Run apart = Run.of("--redirect-stderr=false", "--log-file=" + log, "kube-proxy", "--config", "/no/such/file");
        assertThat(apart.err()).contains("no such file");
        assertThat(Run.of("/usr/local/bin/kube-ipvs", "version").out()).isEqualTo(tee.out());
        assertThat(Run.of("--log-file=" + folder, "/usr/local/bin/kube-proxy"))
                .satisfies(run ->
                        assertThat(run.err()).startsWith("kube-ipvs: --log-file " + folder + ": cannot be written: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flag", "file"})
    void theLogIsJsonWhereItsFormatIs(String where) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.conf"),
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nx: 1\n"
                        + (where.equals("file") ? "logging: {format: json}\n" : ""));
        String format = where.equals("flag") ? "--logging-format=json" : "--v=0";
        String written = "--write-config-to=" + folder.resolve("written");
        try {
            assertThat(Run.of("--config=" + file, format, written).err().lines())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{\"ts\":") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"msg\":\"config_key_not_used\",\"key\":\"x\""));
        } finally {
            Logging.setJson(false);
        }
    }
}
