package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private static final String HEAD = """
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("config.conf");
    }

    @Test
    void readsWhatKubeadmWrites() throws Exception {
        write("""
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                bindAddress: 0.0.0.0
                bindAddressHardFail: false
                clientConnection:
                  acceptContentTypes: ""
                  burst: 0
                  contentType: ""
                  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
                  qps: 0
                clusterCIDR: 10.244.0.0/16
                configSyncPeriod: 0s
                conntrack:
                  maxPerCore: null
                  min: null
                enableProfiling: false
                healthzBindAddress: ""
                ipvs:
                  excludeCIDRs: null
                  minSyncPeriod: 0s
                  scheduler: "rr"
                  strictARP: false
                  syncPeriod: 0s
                kind: KubeProxyConfiguration
                metricsBindAddress: ""
                mode: "ipvs"
                nodePortAddresses: null
                """);
        ConfigFile.Content content = ConfigFile.read(file, Config.DEFAULT);
        assertThat(content.config())
                .isEqualTo(new Config(
                        new Settings(
                                Scheduler.RR,
                                Duration.ofHours(1),
                                NodePortAddresses.ALL,
                                ExternalAddressRules.DEFAULT.withPodRanges(List.of(Cidr.parse("10.244.0.0/16"))),
                                Masquerading.DEFAULT),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        new HostPort("127.0.0.1", 10249),
                        Optional.of(Path.of("/var/lib/kube-proxy/kubeconfig.conf")),
                        Optional.empty(),
                        false));
        assertThat(content.ignored()).containsExactly("bindAddress");
    }

    @Test
    void whatTheFileSaysWinsAndWhereItIsSilentTheFlagsHold() throws Exception {
        Config flags = new Config(
                new Settings(Scheduler.SH, Duration.ofMinutes(3)),
                Optional.of("n1"),
                Duration.ofSeconds(7),
                new HostPort("::1", 1),
                Optional.of(Path.of("/a")),
                Optional.of(Path.of("/m")),
                true);
        write(HEAD);
        assertThat(ConfigFile.read(file, flags).config()).isEqualTo(flags);
        write(HEAD + "ipvs: {strictARP: false}\n");
        assertThat(ConfigFile.read(file, flags).config().strictArp()).isFalse();
        write(HEAD + "ipvs: {scheduler: nq, syncPeriod: 1m30s}\nmetricsBindAddress: '[::]:10249'\n");
        assertThat(ConfigFile.read(file, flags).config())
                .isEqualTo(new Config(
                        new Settings(Scheduler.NQ, Duration.ofMinutes(3)),
                        Optional.of("n1"),
                        Duration.ofSeconds(90),
                        new HostPort("::", 10249),
                        Optional.of(Path.of("/a")),
                        Optional.of(Path.of("/m")),
                        true));
    }

    @Test
    void readsWhereTheNodeIsAndWhereItsPodsAre() throws Exception {
        write(HEAD + "hostnameOverride: N1\nnodePortAddresses: [192.168.0.0/16, 'fd00::/64']\n"
                + "clusterCIDR: 10.244.0.0/16,fd00:244::/56\n");
        Config config = ConfigFile.read(file, Config.DEFAULT).config();
        assertThat(config.nodeName()).contains("N1");
        assertThat(config.settings().nodePortAddresses().ranges()).hasToString("[192.168.0.0/16, fd00::/64]");
        assertThat(config.settings().externalAddresses().podRanges()).hasToString("[10.244.0.0/16, fd00:244::/56]");
        write(HEAD + "iptables: {masqueradeAll: true}\ndetectLocalMode: InterfaceNamePrefix\n"
                + "detectLocal: {interfaceNamePrefix: cali}\n");
        assertThat(ConfigFile.read(file, Config.DEFAULT).config().settings().masquerading())
                .isEqualTo(new Masquerading(true, Masquerading.LocalPods.INTERFACE_NAME_PREFIX, "cali"));
        write(HEAD + "nodePortAddresses: [primary]\n");
        assertThat(ConfigFile.read(file, Config.DEFAULT).config().settings().nodePortAddresses())
                .isEqualTo(NodePortAddresses.PRIMARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipvs: {scheduler: foo} | ipvs.scheduler: 'foo' is not allowed; allowed: rr, wrr, lc, wlc, dh, sh, sed,"
                        + " nq, mh, lblc, lblcr, fo, ovf",
                "ipvs: {scheduler: [rr]} | ipvs.scheduler: '[\"rr\"]' is not allowed; allowed: a single value",
                "ipvs: {syncPeriod: fast} | ipvs.syncPeriod: 'fast' is not allowed; allowed: a duration such as 30s,"
                        + " 1m30s or 500ms",
                "nodePortAddresses: [10.0.0.0] | nodePortAddresses: '10.0.0.0' is not allowed; allowed: a range of addresses,"
                        + " for instance 10.0.0.0/8 or fd00::/8",
                "nodePortAddresses: [primary, 10.0.0.0/8] | nodePortAddresses: 'primary,10.0.0.0/8' is not allowed;"
                        + " allowed: primary alone, or ranges of addresses",
                "nodePortAddresses: primary | nodePortAddresses: '\"primary\"' is not allowed; allowed: a list",
                "clusterCIDR: 10.0.0.0 | clusterCIDR: '10.0.0.0' is not allowed; allowed: a range of addresses, for"
                        + " instance 10.0.0.0/8 or fd00::/8",
                "detectLocalMode: Pods | detectLocalMode: 'Pods' is not allowed; allowed: ClusterCIDR, NodeCIDR,"
                        + " BridgeInterface or InterfaceNamePrefix",
                "detectLocalMode: BridgeInterface | detectLocal.bridgeInterface: '' is not allowed; allowed: 1 to 15"
                        + " characters of a link's name",
                "iptables: {masqueradeAll: maybe} | iptables.masqueradeAll: 'maybe' is not allowed; allowed: true or false",
                "ipvs: {strictARP: maybe} | ipvs.strictARP: 'maybe' is not allowed; allowed: true or false",
                "mode: iptables | mode: 'iptables' is not allowed; allowed: ipvs (this program does nothing else)",
                "metricsBindAddress: localhost:1 | metricsBindAddress: 'localhost:1' is not allowed; allowed: an IP"
                        + " address and port, for instance 127.0.0.1:10249 or [::1]:10249"
            })
    void refusesAWrongValueInOneLine(String line, String message) throws Exception {
        write(HEAD + line + "\n");
        assertThatThrownBy(() -> ConfigFile.read(file, Config.DEFAULT))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--config " + file + ": " + message);
    }

    @Test
    void refusesAnotherKindOfFile() throws Exception {
        write("apiVersion: v1\nkind: ConfigMap\n");
        assertThatThrownBy(() -> ConfigFile.read(file, Config.DEFAULT))
                .hasMessage("--config " + file
                        + ": apiVersion: 'v1' is not allowed; allowed: kubeproxy.config.k8s.io/v1alpha1");
        write("");
        assertThatThrownBy(() -> ConfigFile.read(file, Config.DEFAULT)).isInstanceOf(ConfigException.class);
    }

    @Test
    void saysWhereTheYamlIsBroken() throws Exception {
        write(HEAD + "ipvs: {scheduler: rr\nmode: ipvs\n");
        assertThatThrownBy(() -> ConfigFile.read(file, Config.DEFAULT))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--config " + file + ": not YAML at line ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> ConfigFile.read(file, Config.DEFAULT))
                .hasMessage("--config " + file + ": cannot be read: no such file");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
