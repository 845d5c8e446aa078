package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every key of kube-proxy's file: its default, the effect of another value, and the refusal of invalid values. */
class ConfigKeysTest {
    private static final String HEAD = """
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            """;

    private static final String NOTHING = "nothing";

    /** Path, a value that is not the default, what of the configuration shows it, a wrong value ("" = there is none). */
    private static final String TABLE = """
            mode | ipvs | nothing | nftables
            ipvs.scheduler | sh | scheduler=sh | round robin
            ipvs.syncPeriod | 1m30s | syncPeriod=PT1M30S | soon
            ipvs.minSyncPeriod | 2s | minSyncPeriod=PT2S | 31s
            ipvs.excludeCIDRs | [10.9.0.0/16] | excludedRanges=[10.9.0.0/16] | [10.9.0.0]
            ipvs.strictARP | true | strictArp=true | 1
            ipvs.tcpTimeout | 15m | timeouts=Timeouts[tcp=PT15M, tcpFin=PT0S, udp=PT0S] | -1s
            ipvs.tcpFinTimeout | 2m | timeouts=Timeouts[tcp=PT0S, tcpFin=PT2M, udp=PT0S] | x
            ipvs.udpTimeout | 5m | timeouts=Timeouts[tcp=PT0S, tcpFin=PT0S, udp=PT5M] | 999999999h
            iptables.masqueradeAll | true | all=true | maybe
            detectLocalMode | NodeCIDR | localPods=NODE_CIDR | Pods
            detectLocal.bridgeInterface | cbr0 | nothing | [cbr0]
            detectLocal.interfaceNamePrefix | cali | nothing | {}
            clusterCIDR | 10.244.0.0/16,fd00::/56 | podRanges=[10.244.0.0/16, fd00::/56] | 10.244.0.0
            nodePortAddresses | [10.0.0.0/8] | ranges=[10.0.0.0/8] | [primary, 10.0.0.0/8]
            clientConnection.kubeconfig | /etc/k | source=/etc/k | [/etc/k]
            clientConnection.contentType | application/json | preferred=application/json | application/cbor
            clientConnection.acceptContentTypes | 'a/b, application/json;q=1' | accepted=a/b, application/json;q=1 | a/b
            hostnameOverride | n7 | name=Optional[n7] | {}
            bindAddress | 192.168.1.7 | bindAddress=192.168.1.7 | here
            metricsBindAddress | 0.0.0.0 | metrics=0.0.0.0:10249 | localhost:1
            oomScoreAdj | -500 | oomScoreAdj=-500 | 1001
            logging.verbosity | 4 | verbosity=4 | -1
            conntrack.maxPerCore | 0 | maxPerCore=0 | many
            conntrack.min | 5 | min=5 | -5
            conntrack.tcpEstablishedTimeout | 0s | tcpEstablished=PT0S | day
            conntrack.tcpCloseWaitTimeout | 2h | tcpCloseWait=PT2H | 2
            conntrack.tcpBeLiberal | true | tcpBeLiberal=true | 7
            conntrack.udpTimeout | 31s | udp=PT31S | []
            conntrack.udpStreamTimeout | 32s | udpStream=PT32S | s
            featureGates | {NativeHistograms: true} | ignored |
            clientConnection.qps | 2.5 | ignored | many
            clientConnection.burst | 100 | ignored | -1
            logging.format | json | logFormat=json | xml
            logging.flushFrequency | 10s | ignored | []
            logging.vmodule | [{filePattern: x, verbosity: 1}] | ignored |
            logging.options.text.splitStream | false | nothing | true
            logging.options.text.infoBufferSize | 0 | nothing | 1M
            logging.options.json.splitStream | false | nothing | true
            logging.options.json.infoBufferSize | 0 | nothing | 1M
            healthzBindAddress | 127.0.0.1 | healthz=127.0.0.1:10256 | localhost
            bindAddressHardFail | true | hardFail=true | 7
            enableProfiling | true | ignored | 7
            showHiddenMetricsForVersion | '1.35' | ignored | []
            configSyncPeriod | 1m | ignored | soon
            portRange | 1-2 | ignored | []
            windowsRunAsService | true | ignored | 7
            iptables.masqueradeBit | 15 | masqueradeBit=15 | 32
            iptables.localhostNodePorts | false | nothing | 7
            iptables.syncPeriod | 1m | ignored | soon
            iptables.minSyncPeriod | 2s | ignored | soon
            nftables.masqueradeBit | 15 | ignored | many
            nftables.masqueradeAll | true | ignored | 7
            nftables.syncPeriod | 1m | ignored | soon
            nftables.minSyncPeriod | 2s | ignored | soon
            winkernel.networkName | x | ignored | []
            winkernel.sourceVip | 10.0.0.1 | ignored | []
            winkernel.enableDSR | true | ignored | 7
            winkernel.rootHnsEndpointName | x | ignored | []
            winkernel.forwardHealthCheckVip | true | ignored | 7
            """;

    private record Row(String path, String value, String shown, String wrong) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        }
    }

    private static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();

    @TempDir
    private Path folder;

    @Test
    void theTableHasEveryKey() {
        List<String> paths = new ArrayList<>(List.of("apiVersion", "kind"));
        ROWS.forEach(row -> paths.add(row.path()));
        assertThat(KubeProxyKeys.KEYS.all())
                .extracting(ConfigKey::path)
                .containsExactlyInAnyOrderElementsOf(paths)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void itsDefaultStatesWhatHoldsAnyway(Row row) throws Exception {
        ConfigKey<?> key = KubeProxyKeys.KEYS.at(row.path()).orElseThrow();
        String byDefault = key.byDefault();
        String none = key.mayBeNull() ? "null" : "0s";
        for (String silent : new String[] {byDefault.isEmpty() ? none : byDefault, none}) {
            ConfigFile.Content content = read(row.path(), silent);
            assertThat(content.config()).isEqualTo(Config.DEFAULT);
            assertThat(content.ignored()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void somethingElseActsOrIsNamed(Row row) throws Exception {
        ConfigFile.Content content = read(row.path(), row.value());
        boolean acts = !row.shown().equals("ignored");
        assertThat(content.ignored()).isEqualTo(acts ? List.of() : List.of(row.path()));
        if (!acts || row.shown().equals(NOTHING)) {
            assertThat(content.config()).isEqualTo(Config.DEFAULT);
        } else {
            assertThat(text(Config.DEFAULT)).doesNotContain(row.shown());
            assertThat(text(content.config())).contains(row.shown());
        }
    }

    /** The text of a source of objects is for people, and has not all of it. */
    private static String text(Config config) {
        return config + " " + config.source().contentTypes();
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void aChangeIsInForceAtOnceUnlessItNeedsARestart(Row row) throws Exception {
        ConfigKey<?> key = KubeProxyKeys.KEYS.at(row.path()).orElseThrow();
        ConfigInForce inForce = new ConfigInForce(read("mode", "ipvs"));
        ConfigFile.Content next = read(row.path(), row.value());
        inForce.change(next);
        Config expected = key.effect() == ConfigKey.Effect.LIVE ? next.config() : Config.DEFAULT;
        assertThat(key.valuesIn(inForce.current())).isEqualTo(key.valuesIn(expected));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void aWrongValueIsRefusedByName(Row row) {
        if (!row.wrong().isEmpty()) {
            assertThatThrownBy(() -> read(row.path(), row.wrong()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(": " + row.path() + ": '")
                    .hasMessageContaining("' is not allowed; allowed: ");
        }
    }

    private ConfigFile.Content read(String path, String value) throws IOException, ConfigException {
        Path file = folder.resolve("config.conf");
        Files.writeString(file, HEAD + nested(path, value) + "\n");
        return ConfigFile.at(file).read(Config.DEFAULT);
    }

    /** {@code a.b} and {@code c} as {@code a: {b: c}}. */
    private static String nested(String path, String value) {
        int dot = path.indexOf('.');
        return dot < 0
                ? path + ": " + value
                : path.substring(0, dot) + ": {" + nested(path.substring(dot + 1), value) + "}";
    }
}
