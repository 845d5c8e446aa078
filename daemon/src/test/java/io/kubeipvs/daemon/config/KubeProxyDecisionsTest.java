package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kube-ipvs takes and refuses the files that kube-proxy 1.36 takes and refuses. {@code config/clusters} has files of
 * installers with the decisions of that program. The other files follow its decoder, {@code SetDefaults} and {@code
 * Validate}.
 */
class KubeProxyDecisionsTest {
    private static final Path CLUSTERS = Path.of("src", "test", "resources", "config", "clusters");
    private static final String HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
    private static final String JSON_HEAD =
            "{\"apiVersion\":\"kubeproxy.config.k8s.io/v1alpha1\",\"kind\":\"KubeProxyConfiguration\"";

    @TempDir
    private Path folder;

    private record Recorded(String file, boolean isTaken) {}

    private static Stream<Recorded> recorded() throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(CLUSTERS)) {
            files = all.map(path -> path.getFileName().toString()).toList();
        }
        return Files.readAllLines(CLUSTERS.resolve("kube-proxy-1.36.txt")).stream()
                .map(line -> line.split(" "))
                .map(words -> new Recorded(
                        files.stream()
                                .filter(file -> file.startsWith(words[0] + "-"))
                                .findFirst()
                                .orElseThrow(),
                        words[1].equals("taken")));
    }

    @Test
    void everyRecordedFileIsTested() throws IOException {
        assertThat(recorded()).hasSize(13);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aFileOfAClusterIsDecidedAsByKubeProxy(Recorded recorded) {
        ConfigFile file = ConfigFile.at(CLUSTERS.resolve(recorded.file()));
        if (recorded.isTaken()) {
            assertThatCode(() -> file.read(Config.DEFAULT)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> file.read(Config.DEFAULT))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("--config " + CLUSTERS.resolve(recorded.file()) + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment\n",
                "metadata: {name: config}",
                "resourceContainer: /kube-proxy",
                "enableContentionProfiling: true",
                "conntrack: {max: 0}",
                "unknown: [1, {a: {b: [~]}}]",
                "ipvs: {unknown: {a: 1}}",
                "Mode: iptables",
                "ipvs: {Scheduler: 5}",
                "mode: ipvs\nmode: ipvs",
                "ipvs: {syncPeriod: 1m}\nipvs: {scheduler: rr}",
                "...\n: [",
                "---\nnot: {a: file",
                "---\napiVersion: v1\nkind: ConfigMap",
                "\n",
                // Values
                "ipvs: {syncPeriod: \"0\", tcpTimeout: 1.5h, udpTimeout: .5m, tcpFinTimeout: +5s}",
                "ipvs: {syncPeriod: 100000us, minSyncPeriod: 5000ns, tcpTimeout: 1h1m1.5s, udpTimeout: 1000µs}",
                "ipvs: {minSyncPeriod: 30s, tcpTimeout: 2000000h}",
                "iptables: {syncPeriod: -1s, minSyncPeriod: 2h}",
                "nftables: {syncPeriod: -1s, masqueradeBit: 99}",
                "conntrack: {maxPerCore: null, min: null, tcpEstablishedTimeout: null, tcpCloseWaitTimeout: null}",
                "conntrack: {maxPerCore: 0x8000, min: 1e3}",
                "conntrack: {min: 14.0}",
                "conntrack: {maxPerCore: 010}",
                "ipvs: ~\niptables:\nconntrack: null\nnodePortAddresses: ~\nfeatureGates:",
                "ipvs: {strictARP: yes}",
                "iptables: {masqueradeAll: On, localhostNodePorts: n}",
                "iptables: {masqueradeBit: 0}",
                "iptables: {masqueradeBit: 31}",
                "iptables: {masqueradeBit: null}",
                "oomScoreAdj: null",
                "oomScoreAdj: -1000",
                "bindAddress: 010.000.0.1",
                "bindAddress: '::ffff:10.0.0.1'",
                "bindAddress: ''",
                "metricsBindAddress: ''",
                "metricsBindAddress: 127.0.0.1",
                "metricsBindAddress: '::'",
                "metricsBindAddress: '[::]:10249'",
                "metricsBindAddress: '[127.0.0.1]:10249'",
                "healthzBindAddress: 0.0.0.0:010256",
                "clusterCIDR: ''",
                "clusterCIDR: 10.244.0.0/16",
                "clusterCIDR: 10.244.1.7/16",
                "clusterCIDR: 010.244.000.0/16",
                "clusterCIDR: '10.244.0.0/16,fd00::/48'",
                "clusterCIDR: 'fd00::/48,10.244.0.0/16'",
                "clusterCIDR: '10.244.0.0/16,'\ndetectLocalMode: NodeCIDR",
                "clusterCIDR: nonsense\ndetectLocalMode: BridgeInterface\ndetectLocal: {bridgeInterface: cbr0}",
                "clusterCIDR: '10.0.0.0/16,10.1.0.0/16,10.2.0.0/16'\ndetectLocalMode: NodeCIDR",
                "detectLocalMode: InterfaceNamePrefix\ndetectLocal: {interfaceNamePrefix: cali}",
                "detectLocal: {bridgeInterface: a-name-longer-than-that-of-any-link}",
                "nodePortAddresses: [primary]",
                "nodePortAddresses: [10.0.0.5/8, '::/0']",
                "nodePortAddresses: []",
                "ipvs: {excludeCIDRs: [10.0.0.5/08]}",
                "clientConnection: {qps: -1, burst: 0}",
                "clientConnection: {qps: 1e2}",
                "configSyncPeriod: 0s",
                "portRange: ''",
                "portRange: 300+1700",
                "portRange: '300'",
                "showHiddenMetricsForVersion: '1.35'",
                "hostnameOverride: ' n1 '",
                "hostnameOverride: !!str 5",
                "logging: {format: json, verbosity: 3, flushFrequency: 5s}",
                "logging: {flushFrequency: 5000000000, verbosity: null}",
                "logging: {format: '', vmodule: [{filePattern: 'proxier*', verbosity: 4}]}",
                "logging: {options: {text: {infoBufferSize: 0}, json: {infoBufferSize: '0Ki', splitStream: false}}}",
                "logging: {options: {json: {infoBufferSize: 64Ki, splitStream: true}}}\n"
                        + "featureGates: {LoggingAlphaOptions: true}",
                "featureGates: {}",
                "featureGates: {ContextualLogging: false}",
                "windowsRunAsService: false\nwinkernel: {enableDSR: false, networkName: '', sourceVip: ''}",
                // YAML
                "x: &k n7\nhostnameOverride: *k",
                "x: &i {scheduler: sh}\nipvs: {<<: *i, strictARP: true}",
                "x: &i {scheduler: sh}\nipvs: {<<: [*i, *i]}",
                "ipvs:\n  scheduler:\trr",
                "mode: ipvs\t# comment\nx: [1,\t2]",
                "hostnameOverride: |\n  n7\n",
                "\"mode\": 'ipvs'",
                "1: 2\ntrue: x",
                "x: 1e400\ny: 0x1p4",
                "# \u00fc\nhostnameOverride: \"\\x6e7\""
            })
    void taken(String lines) throws Exception {
        assertThatCode(() -> read(HEAD + lines + "\n")).doesNotThrowAnyException();
        String indicated = HEAD + lines + "\n";
        assertThatCode(() -> read("---\n" + indicated)).doesNotThrowAnyException();
        assertThatCode(() -> read("\uFEFF" + indicated)).doesNotThrowAnyException();
        assertThatCode(() -> read(indicated.replace("\n", "\r\n"))).doesNotThrowAnyException();
        assertThatCode(() -> read("\n# \u00e4\n" + indicated)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Types
                "mode: 5",
                "hostnameOverride: 5",
                "hostnameOverride: 1.5",
                "hostnameOverride: yes",
                "hostnameOverride: [n1]",
                "clusterCIDR: [10.244.0.0/16]",
                "bindAddress: {}",
                "enableProfiling: \"true\"",
                "enableProfiling: 1",
                "ipvs: {strictARP: 'yes'}",
                "ipvs: {strictARP: t}",
                "ipvs: []",
                "ipvs: rr",
                "conntrack: 5",
                "conntrack: {min: \"5\"}",
                "conntrack: {min: 1.5}",
                "conntrack: {min: 4294967296}",
                "conntrack: {min: 1e21}",
                "oomScoreAdj: '-998'",
                "nodePortAddresses: primary",
                "nodePortAddresses: {a: 1}",
                "nodePortAddresses: [5]",
                "clientConnection: {qps: '5'}",
                "logging: {verbosity: -1}",
                "logging: {verbosity: '3'}",
                "logging: {verbosity: 2147483648}",
                "logging: {vmodule: 'a=1'}",
                "logging: {options: {json: {infoBufferSize: ''}}}",
                "featureGates: [A]",
                "featureGates: {A: 'true'}",
                "featureGates: {A: 1}",
                // Durations
                "ipvs: {syncPeriod: null}",
                "ipvs: {tcpTimeout:}",
                "ipvs: {syncPeriod: ''}",
                "ipvs: {syncPeriod: 30}",
                "ipvs: {syncPeriod: 0}",
                "ipvs: {syncPeriod: 1d}",
                "ipvs: {syncPeriod: 1h-5m}",
                "ipvs: {syncPeriod: .s}",
                "ipvs: {syncPeriod: 5 s}",
                "ipvs: {syncPeriod: 30S}",
                "ipvs: {syncPeriod: -1s}",
                "ipvs: {minSyncPeriod: -1s}",
                "ipvs: {minSyncPeriod: 31s}",
                "ipvs: {tcpTimeout: -1s}",
                "ipvs: {udpTimeout: 3000000h}",
                "ipvs: {tcpFinTimeout: -1ns}",
                "iptables: {syncPeriod: null}",
                "conntrack: {tcpEstablishedTimeout: -1s}",
                "conntrack: {tcpCloseWaitTimeout: ''}",
                "conntrack: {udpTimeout: null}",
                "conntrack: {udpStreamTimeout: -1s}",
                "configSyncPeriod: -1s",
                "configSyncPeriod: null",
                "logging: {flushFrequency: ''}",
                "logging: {flushFrequency: 1.5}",
                // Ranges of values
                "mode: IPVS",
                "mode: userspace",
                "iptables: {masqueradeBit: 32}",
                "iptables: {masqueradeBit: -1}",
                "oomScoreAdj: 1001",
                "oomScoreAdj: -1001",
                "conntrack: {maxPerCore: -1}",
                "conntrack: {min: -1}",
                "clientConnection: {burst: -1}",
                "detectLocalMode: clusterCIDR",
                "detectLocalMode: BridgeInterface",
                "detectLocalMode: InterfaceNamePrefix\ndetectLocal: {bridgeInterface: cbr0}",
                "clusterCIDR: '10.244.0.0/16,'",
                "clusterCIDR: '10.244.0.0/16, fd00::/48'",
                "clusterCIDR: ' 10.244.0.0/16'",
                "clusterCIDR: '10.244.0.0/16,10.245.0.0/16'",
                "clusterCIDR: '10.244.0.0/16,fd00::/48,fd01::/48'",
                "clusterCIDR: 10.244.0.0",
                "clusterCIDR: 10.244.0.0/33",
                "clusterCIDR: nonsense\ndetectLocalMode: ClusterCIDR",
                "nodePortAddresses: ['']",
                "nodePortAddresses: [null]",
                "nodePortAddresses: [10.0.0.0/8, primary]",
                "nodePortAddresses: [primary, primary]",
                "nodePortAddresses: [' 10.0.0.0/8']",
                "ipvs: {excludeCIDRs: ['']}",
                "ipvs: {excludeCIDRs: [10.0.0.0/8/8]}",
                "bindAddress: localhost",
                "bindAddress: 10.0.0.256",
                "bindAddress: 'fe80::1%eth0'",
                "metricsBindAddress: localhost:10249",
                "metricsBindAddress: 127.0.0.1:",
                "metricsBindAddress: 127.0.0.1:0",
                "metricsBindAddress: 127.0.0.1:65536",
                "metricsBindAddress: 127.0.0.1:http",
                "metricsBindAddress: '[::1]'",
                "metricsBindAddress: '10249'",
                "healthzBindAddress: :10256",
                "healthzBindAddress: 0.0.0.0:0",
                "portRange: a-b",
                "portRange: 2000-300",
                "portRange: 1-65536",
                "portRange: 1-2+3",
                "showHiddenMetricsForVersion: latest",
                "hostnameOverride: '  '",
                "logging: {format: xml}",
                "logging: {format: JSON}",
                "logging: {format: json, vmodule: [{filePattern: a, verbosity: 1}]}",
                "logging: {vmodule: [{verbosity: 1}]}",
                "logging: {vmodule: [{filePattern: 'a=b', verbosity: 1}]}",
                "logging: {options: {text: {splitStream: true}}}",
                "logging: {options: {json: {infoBufferSize: 1}}}",
                "logging: {options: {json: {infoBufferSize: 1X}}}",
                // YAML
                "hostnameOverride: *k",
                "x: &k [*k]",
                "<<: 5",
                "? [a]\n: 1",
                "~: 1",
                "x: .inf",
                "x: !!int five",
                "ipvs:\n\tscheduler: rr",
                "x:\n-\t1",
                "ipvs: {scheduler: rr",
                "mode: ipvs: x",
                "x: @y",
                "x: \u0001",
                " mode: ipvs"
            })
    void refusedInOneLineThatNamesTheFile(String lines) {
        assertThatThrownBy(() -> read(HEAD + lines + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--config " + folder.resolve("config.conf") + ": ")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                JSON_HEAD + "}",
                " \n" + JSON_HEAD + ",\"mode\":\"ipvs\"}\n\n",
                JSON_HEAD + ",\"mode\":\"ipvs\",\"mode\":\"ipvs\",\"x\":[{}]}",
                JSON_HEAD + ",\"ipvs\":null,\"conntrack\":{\"min\":5}}",
                "apiversion: kubeproxy.config.k8s.io/v1alpha1\nKIND: KubeProxyConfiguration\n",
                "kind: KubeProxyConfiguration\nmode: ipvs\napiVersion: kubeproxy.config.k8s.io/v1alpha1\n"
            })
    void takenAsAWhole(String text) {
        assertThatCode(() -> read(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "# nothing\n",
                "---\n",
                "---\n---\n" + HEAD,
                "null\n",
                "[]\n",
                "- " + HEAD,
                "mode: ipvs\n",
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\n",
                "kind: KubeProxyConfiguration\n",
                "apiVersion: kubeproxy.config.k8s.io/v1alpha2\nkind: KubeProxyConfiguration\n",
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: kubeproxyconfiguration\n",
                "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n",
                "apiVersion: v1\nkind: ConfigMap\ndata: {config.conf: x}\n",
                "apiVersion: 1\nkind: KubeProxyConfiguration\n",
                "{apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration}",
                JSON_HEAD,
                JSON_HEAD + "}}",
                JSON_HEAD + "}\n---\n" + JSON_HEAD + "}",
                JSON_HEAD + ",}",
                JSON_HEAD + ",\"conntrack\":{\"min\":5.0}}",
                JSON_HEAD + ",\"conntrack\":{\"min\":1e3}}",
                JSON_HEAD + ",\"mode\":'ipvs'}"
            })
    void refusedAsAWhole(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void anotherEncodingIsKnownByItsMark() throws Exception {
        Path file = folder.resolve("config.conf");
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            Files.write(file, ("\uFEFF" + HEAD + "hostnameOverride: n7\n").getBytes(charset));
            assertThat(ConfigFile.at(file).read(Config.DEFAULT).config().node().name())
                    .contains("n7");
        }
    }

    private ConfigFile.Content read(String text) throws IOException, ConfigException {
        Path file = folder.resolve("config.conf");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return ConfigFile.at(file).read(Config.DEFAULT);
    }
}
