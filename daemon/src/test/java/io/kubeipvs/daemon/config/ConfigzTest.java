package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.GoDuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigzTest {
    private static final Path RECORD = Path.of("src/test/resources/config/kube-proxy-1.36.2");
    private static final String KUBE_PROXY = "kubeproxy.config.k8s.io";
    private static final String HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In IPVS mode kube-proxy drops the keys of other modes; kube-ipvs shows their values. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "iptables.syncPeriod", "\"30s\"",
            "iptables.minSyncPeriod", "\"100ms\"",
            "nftables.syncPeriod", "\"30s\"",
            "nftables.minSyncPeriod", "\"1s\"");

    @TempDir
    private Path folder;

    @Test
    void everyFieldIsAsKubeProxyShowsItForTheSameFile() throws Exception {
        Config loudAsTheRecorded = Config.DEFAULT.with(config -> config.verbosity(1));
        ConfigFile.Content content =
                ConfigFile.at(RECORD.resolve("config.json")).read(loudAsTheRecorded);
        Map<String, String> wanted = fields(MAPPER.readTree(Files.readString(RECORD.resolve("configz.json"))));
        assertThat(wanted).hasSizeGreaterThan(50).containsAllEntriesOf(zeros());
        wanted.putAll(OTHERWISE);
        assertThat(shown(configz(content))).isEqualTo(wanted);
    }

    private static Map<String, String> zeros() {
        Map<String, String> zeros = new TreeMap<>(OTHERWISE);
        zeros.replaceAll((path, shown) -> "\"0s\"");
        return zeros;
    }

    @Test
    void zerosOfKubeadmGiveTheDefaults() throws Exception {
        ConfigFile.Content content =
                ConfigFile.at(KubeadmConfigMap.mount(folder)).read(Config.DEFAULT);
        assertThat(shown(configz(content)))
                .containsEntry("clientConnection.qps", "5")
                .containsEntry("configSyncPeriod", "\"15m0s\"")
                .containsEntry("iptables.localhostNodePorts", "true")
                .containsEntry("iptables.masqueradeBit", "14")
                .containsEntry("ipvs.syncPeriod", "\"30s\"")
                .containsEntry("healthzBindAddress", "\"0.0.0.0:10256\"");
    }

    @Test
    void followsTheFilesExceptKeysThatNeedARestart() throws Exception {
        ConfigInForce inForce = new ConfigInForce(read("oomScoreAdj: -5\nnodePortAddresses: [10.0.0.0/8]\n"));
        Configz configz = new Configz(inForce);
        assertThat(shown(configz)).containsEntry("nodePortAddresses", "[\"10.0.0.0/8\"]");
        inForce.change(read("""
                oomScoreAdj: -6
                bindAddress: "::"
                nodePortAddresses: [primary]
                detectLocalMode: BridgeInterface
                detectLocal: {bridgeInterface: cbr0}
                iptables: {localhostNodePorts: false, masqueradeAll: true}
                featureGates: {LoggingAlphaOptions: true, Other: false}
                logging: {vmodule: [{filePattern: a, verbosity: 2}], options: {text: {splitStream: true}}}
                """));
        assertThat(shown(configz))
                .containsEntry("oomScoreAdj", "-5")
                .containsEntry("bindAddress", "\"0.0.0.0\"")
                .containsEntry("nodePortAddresses", "[\"primary\"]")
                .containsEntry("detectLocalMode", "\"BridgeInterface\"")
                .containsEntry("detectLocal.bridgeInterface", "\"cbr0\"")
                .containsEntry("iptables.localhostNodePorts", "false")
                .containsEntry("iptables.masqueradeAll", "true")
                .containsEntry("featureGates.LoggingAlphaOptions", "true")
                .containsEntry("featureGates.Other", "false")
                .containsEntry("logging.vmodule", "[{\"filePattern\":\"a\",\"verbosity\":2}]")
                .containsEntry("logging.options.text.splitStream", "true");
    }

    @Test
    void ourOwnKeysStandBesideKubeProxys() throws Exception {
        Files.writeString(folder.resolve("kube-ipvs.conf"), """
                apiVersion: kubeipvs.io/v1alpha1
                kind: KubeIpvsConfiguration
                drainTimeout: 10m
                externalAddresses: {deniedCIDRs: [203.0.113.0/24]}
                """);
        JsonNode page = MAPPER.readTree(configz(read("mode: ipvs\n")).json());
        assertThat(page.at("/kubeipvs.io/drainTimeout").asString()).isEqualTo("10m0s");
        assertThat(page.at("/kubeipvs.io/externalAddresses/deniedCIDRs")).hasToString("[\"203.0.113.0/24\"]");
        assertThat(page.at("/kubeipvs.io/silentARPLinks").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "1500, 1.5s",
        "60000, 1m0s",
        "61250, 1m1.25s",
        "86400000, 24h0m0s",
        "3600100, 1h0m0.1s"
    })
    void durationsAreWrittenAsKubernetesDoes(long millis, String text) throws ConfigException {
        assertThat(GoDuration.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    private ConfigFile.Content read(String lines) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("config.conf"), HEAD + lines);
        return ConfigFile.at(file).read(Config.DEFAULT);
    }

    private static Configz configz(ConfigFile.Content content) {
        return new Configz(new ConfigInForce(content));
    }

    private static Map<String, String> shown(Configz configz) throws IOException {
        return fields(MAPPER.readTree(configz.json()));
    }

    private static Map<String, String> fields(JsonNode page) {
        Map<String, String> fields = new TreeMap<>();
        collect("", page.path(KUBE_PROXY), fields);
        return fields;
    }

    private static void collect(String prefix, JsonNode node, Map<String, String> fields) {
        if (node instanceof ObjectNode group) {
            group.properties().forEach(field -> {
                String path = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
                collect(path, field.getValue(), fields);
            });
        } else {
            fields.put(prefix, node.toString());
        }
    }
}
