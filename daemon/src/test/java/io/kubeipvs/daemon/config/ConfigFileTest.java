package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.PortRange;
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

    private static final String OWN_HEAD = """
            apiVersion: kubeipvs.io/v1alpha1
            kind: KubeIpvsConfiguration
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
        ConfigFile.Content content =
                ConfigFile.at(KubeadmConfigMap.mount(folder)).read(Config.DEFAULT);
        Config expected = Config.DEFAULT.with(config -> config.settings(settings ->
                        settings.externalAddresses(rules -> rules.withPodRanges(List.of(Cidr.parse("10.32.0.0/12")))))
                .source(source -> source.withKubeconfig(Optional.of(Path.of("/var/lib/kube-proxy/kubeconfig.conf")))));
        assertThat(content.config()).isEqualTo(expected);
        assertThat(content.ignored()).isEmpty();
    }

    @Test
    void theBaseHoldsWhereTheFileIsSilent() throws Exception {
        Config base = Config.DEFAULT.with(config -> config.settings(
                        settings -> settings.scheduler(Scheduler.SH).drainTimeout(Duration.ofMinutes(3)))
                .node(node -> node.withName(Optional.of("n1")))
                .source(source -> source.withManifests(Optional.of(Path.of("/m"))))
                .verbosity(3));
        write(HEAD);
        assertThat(ConfigFile.at(file).read(base).config()).isEqualTo(base);
        write(HEAD + "ipvs: {scheduler: nq}\nhostnameOverride: n2\nlogging: {verbosity: 9}\n");
        assertThat(ConfigFile.at(file).read(base).config())
                .isEqualTo(base.with(config -> config.settings(settings -> settings.scheduler(Scheduler.NQ))));
    }

    @Test
    void metricsAreServedInTheFamilyOfTheBindAddress() throws Exception {
        write(HEAD + "bindAddress: '::'\n");
        Config config = ConfigFile.at(file).read(Config.DEFAULT).config();
        assertThat(config.serving().metrics()).hasToString("[::1]:10249");
        assertThat(config.node().givenAddress()).isEmpty();
        write(HEAD + "bindAddress: '::ffff:10.0.0.7'\n");
        Config mapped = ConfigFile.at(file).read(Config.DEFAULT).config();
        assertThat(mapped.serving().metrics()).hasToString("127.0.0.1:10249");
        assertThat(mapped.node().givenAddress()).hasToString("Optional[10.0.0.7]");
    }

    @Test
    void ourOwnFileStandsBesideKubeProxys() throws Exception {
        write(HEAD + "ipvs: {scheduler: nq}\n");
        Files.writeString(folder.resolve("kube-ipvs.conf"), OWN_HEAD + """
                drainTimeout: 5m
                serviceCIDRs: [10.96.0.0/12]
                silentARPLinks: [eth*]
                nodePortRange: 20000-22767
                watchOnlyThisNode: true
                externalAddresses: {allowedCIDRs: [203.0.113.0/24], deniedCIDRs: [203.0.113.7/32]}
                """);
        Config config = ConfigFile.at(file).read(Config.DEFAULT).config();
        assertThat(config.source().onlyThisNode()).isTrue();
        Settings settings = config.settings();
        assertThat(settings.scheduler()).isEqualTo(Scheduler.NQ);
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.silentLinks()).containsExactly("eth*");
        assertThat(settings.nodePortRange()).isEqualTo(new PortRange(20000, 22767));
        ExternalAddressRules rules = settings.externalAddresses();
        assertThat(rules.serviceRanges()).hasToString("[10.96.0.0/12]");
        assertThat(rules.allowed()).hasToString("[203.0.113.0/24]");
        assertThat(rules.denied()).hasToString("[203.0.113.7/32]");
    }

    @Test
    void readsWhereTheNodeIsAndWhereItsPodsAre() throws Exception {
        write(HEAD + "hostnameOverride: N1\nnodePortAddresses: [192.168.0.0/16, 'fd00::/64']\n"
                + "clusterCIDR: 10.244.0.0/16,fd00:244::/56\n");
        Config config = ConfigFile.at(file).read(Config.DEFAULT).config();
        assertThat(config.node().name()).contains("N1");
        assertThat(config.settings().nodePortAddresses().ranges()).hasToString("[192.168.0.0/16, fd00::/64]");
        assertThat(config.settings().externalAddresses().podRanges()).hasToString("[10.244.0.0/16, fd00:244::/56]");
        write(HEAD + "iptables: {masqueradeAll: true}\ndetectLocalMode: InterfaceNamePrefix\n"
                + "detectLocal: {interfaceNamePrefix: cali}\n");
        assertThat(ConfigFile.at(file).read(Config.DEFAULT).config().settings().masquerading())
                .isEqualTo(new Masquerading(true, Masquerading.LocalPods.INTERFACE_NAME_PREFIX, "cali"));
        write(HEAD + "nodePortAddresses: [primary]\n");
        assertThat(ConfigFile.at(file).read(Config.DEFAULT).config().settings().nodePortAddresses())
                .isEqualTo(NodePortAddresses.PRIMARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipvs: {scheduler: f o} | ipvs.scheduler: 'f o' is not allowed; allowed: rr, wrr, lc, wlc, dh, sh, sed,"
                        + " nq, mh, lblc, lblcr, fo, ovf, or another scheduler of the kernel",
                "ipvs: {scheduler: [rr]} | ipvs.scheduler: 'a list' is not allowed; allowed: a text; put it in quotes",
                "ipvs: {syncPeriod: fast} | ipvs.syncPeriod: 'fast' is not allowed; allowed: a duration such as 30s,"
                        + " 1m30s or 500ms",
                "nodePortAddresses: [10.0.0.0] | nodePortAddresses: '10.0.0.0' is not allowed; allowed: a range of addresses,"
                        + " for instance 10.0.0.0/8 or fd00::/8",
                "nodePortAddresses: [primary, 10.0.0.0/8] | nodePortAddresses: 'primary,10.0.0.0/8' is not allowed;"
                        + " allowed: primary alone, or ranges of addresses",
                "nodePortAddresses: primary | nodePortAddresses: 'primary' is not allowed; allowed: a list",
                "clusterCIDR: 10.0.0.0 | clusterCIDR: '10.0.0.0' is not allowed; allowed: a range, or one of each family with"
                        + " a comma between them and no blank, for instance 10.244.0.0/16,fd00:244::/56",
                "detectLocalMode: Pods | detectLocalMode: 'Pods' is not allowed; allowed: ClusterCIDR, NodeCIDR,"
                        + " BridgeInterface or InterfaceNamePrefix",
                "detectLocalMode: BridgeInterface | detectLocal.bridgeInterface: '' is not allowed; allowed: 1 to 15"
                        + " characters of a link's name",
                "iptables: {masqueradeAll: maybe} | iptables.masqueradeAll: 'maybe' is not allowed; allowed: true or false, without quotes",
                "ipvs: {strictARP: maybe} | ipvs.strictARP: 'maybe' is not allowed; allowed: true or false, without quotes",
                "mode: iptables | mode: 'iptables' is not allowed; allowed: ipvs (this program does nothing else)",
                "conntrack: 5 | conntrack: '5' is not allowed; allowed: keys: maxPerCore, min, tcpEstablishedTimeout,"
                        + " tcpCloseWaitTimeout, tcpBeLiberal, udpTimeout, udpStreamTimeout",
                "ipvs: {minSyncPeriod: 1m} | ipvs.minSyncPeriod: '1m' is not allowed; allowed: at most ipvs.syncPeriod,"
                        + " which is 30s",
                "iptables: {masqueradeBit: 32} | iptables.masqueradeBit: '32' is not allowed; allowed: 0 to 31",
                "metricsBindAddress: localhost:1 | metricsBindAddress: 'localhost:1' is not allowed; allowed: an IP"
                        + " address and port, for instance 127.0.0.1:10249 or [::1]:10249"
            })
    void refusesAWrongValueInOneLine(String line, String message) throws Exception {
        write(HEAD + line + "\n");
        assertThatThrownBy(() -> ConfigFile.at(file).read(Config.DEFAULT))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--config " + file + ": " + message);
    }

    @Test
    void refusesAnotherKindOfFile() throws Exception {
        write("apiVersion: v1\nkind: ConfigMap\n");
        assertThatThrownBy(() -> ConfigFile.at(file).read(Config.DEFAULT))
                .hasMessage("--config " + file
                        + ": apiVersion: 'v1' is not allowed; allowed: kubeproxy.config.k8s.io/v1alpha1");
        write("");
        assertThatThrownBy(() -> ConfigFile.at(file).read(Config.DEFAULT))
                .hasMessage("--config " + file + ": apiVersion: missing, because it is empty; allowed:"
                        + " kubeproxy.config.k8s.io/v1alpha1");
    }

    @Test
    void statesWhereTheYamlIsBroken() throws Exception {
        write(HEAD + "ipvs: {scheduler: rr\nmode: ipvs\n");
        assertThatThrownBy(() -> ConfigFile.at(file).read(Config.DEFAULT))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--config " + file + ": not YAML at line ")
                .hasMessageEndingWith(": while parsing a flow mapping: expected ',' or '}', but got :")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void statesThatTheFileIsMissing() {
        assertThatThrownBy(() -> ConfigFile.at(file).read(Config.DEFAULT))
                .hasMessage("--config " + file + ": cannot be read: no such file");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
