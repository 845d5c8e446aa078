package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a file that are not used: the file is in force all the same, and each part is named. */
class ConfigWarningsTest {
    private static final String HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
    private static final String OWN_HEAD = "apiVersion: kubeipvs.io/v1alpha1\nkind: KubeIpvsConfiguration\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "udpIdleTimeout: 250ms | udpIdleTimeout: there is no such key; remove it, or write the nearest key"
                        + " ipvs.udpTimeout",
                "resourceContainer: /x | resourceContainer: there is no such key; remove it",
                "metadata: {name: x} | metadata: there is no such key; remove it",
                "enableContentionProfiling: true | enableContentionProfiling: there is no such key; remove it, or write the"
                        + " nearest key enableProfiling",
                "conntrack: {max: 0} | conntrack.max: there is no such key; remove it, or write the nearest key"
                        + " conntrack.maxPerCore",
                "ipvs: {schedular: sh} | ipvs.schedular: there is no such key; remove it, or write the nearest key"
                        + " ipvs.scheduler",
                "ipvs: {masqueradeAll: true} | ipvs.masqueradeAll: there is no such key; remove it, or write the nearest"
                        + " key iptables.masqueradeAll",
                "Mode: iptables | Mode: there is no such key; remove it, or write the nearest key mode",
                "ipvz: {scheduler: sh} | ipvz: there is no such key; remove it, or write the nearest key ipvs",
                "logging: {options: {json: {splitstream: 5}}} | logging.options.json.splitstream: there is no such key;"
                        + " remove it, or write the nearest key logging.options.json.splitStream",
                "ipvs.scheduler: sh | ipvs.scheduler: there is no such key; remove it, or write the nearest key"
                        + " ipvs.scheduler"
            })
    void anUnknownKeyIsNamedWithTheNearestOne(String line, String warning) throws Exception {
        ConfigFile.Content content = read(HEAD + line + "\n");
        assertThat(content.warnings()).extracting(ConfigWarning::toString).containsExactly(warning);
        assertThat(content.config()).isEqualTo(Config.DEFAULT);
    }

    @Test
    void theOtherKeysOfTheFileAreInForce() throws Exception {
        ConfigFile.Content content = read(HEAD + "ipvs: {schedular: rr, syncPeriod: 7s}\nx: 1\noomScoreAdj: -5\n");
        assertThat(content.warnings()).extracting(ConfigWarning::key).containsExactly("ipvs.schedular", "x");
        assertThat(content.config().pace().syncPeriod()).hasSeconds(7);
        assertThat(content.config().tuning().oomScoreAdj()).isEqualTo(-5);
    }

    @Test
    void ofAKeyThatIsGivenTwiceTheLastValueCounts() throws Exception {
        ConfigFile.Content content = read(HEAD + "ipvs:\n  syncPeriod: 5s\n  syncPeriod: 6s\n");
        assertThat(content.config().pace().syncPeriod()).hasSeconds(6);
        assertThat(content.warnings())
                .containsExactly(new ConfigWarning(
                        "ipvs.syncPeriod", "the key is given twice, and its last value counts", "remove one"));
        String json = "{\"apiVersion\":\"kubeproxy.config.k8s.io/v1alpha1\",\"kind\":\"KubeProxyConfiguration\",\n"
                + "\"oomScoreAdj\":-5,\"oomScoreAdj\":-6}";
        assertThat(read(json).config().tuning().oomScoreAdj()).isEqualTo(-6);
        assertThat(read(json).warnings()).extracting(ConfigWarning::key).containsExactly("line 2");
    }

    @Test
    void documentsAfterTheFirstAreNamed() throws Exception {
        assertThat(read(HEAD + "---\n").warnings()).isEmpty();
        assertThat(read(HEAD + "---\n---\n# end\n").warnings()).isEmpty();
        for (String more : List.of("mode: x\n", "---\nmode: x\n", "[\n", "5\n")) {
            assertThat(read(HEAD + "---\n" + more).warnings())
                    .containsExactly(new ConfigWarning("---", "only the first document is read", "remove the others"));
        }
    }

    @Test
    void aRangeThatIsNotUsedInThisModeIsNamed() throws Exception {
        ConfigFile.Content content = read(HEAD + "clusterCIDR: '10.244.0.0/16,x'\ndetectLocalMode: NodeCIDR\n");
        assertThat(content.warnings()).extracting(ConfigWarning::cause).containsExactly("'x' is no range");
        assertThat(content.config().settings().externalAddresses().podRanges()).hasToString("[10.244.0.0/16]");
    }

    @Test
    void ourOwnFileHasTheSameRule() throws Exception {
        Files.writeString(
                folder.resolve("kube-ipvs.conf"), OWN_HEAD + "drainTime: 5s\nscheduler: rr\ndrainTimeout: 7s\n");
        ConfigFile.Content content = read(HEAD);
        assertThat(content.config().settings().drainTimeout()).hasSeconds(7);
        assertThat(content.warnings())
                .extracting(ConfigWarning::toString)
                .containsExactly(
                        "drainTime: there is no such key; remove it, or write the nearest key drainTimeout",
                        "scheduler: there is no such key; remove it");
    }

    @Test
    void aNameWithALineBreakStaysInOneLine() throws Exception {
        assertThat(read(HEAD + "\"a\\nb\": 1\n").warnings())
                .extracting(ConfigWarning::key)
                .containsExactly("a\\u000ab");
    }

    @Test
    void withStrictConfigTheyAreErrors() throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.conf"), HEAD + "ipvs: {schedular: sh}\nmode: ipvs\nmode: ipvs\n");
        ConfigFile strict = new ConfigFile(Optional.of(file), Optional.empty(), true);
        assertThatThrownBy(() -> strict.read(Config.DEFAULT))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--strict-config: ipvs.schedular: there is no such key; remove it, or write the nearest key"
                        + " ipvs.scheduler; mode: the key is given twice, and its last value counts; remove one");
        Files.writeString(file, HEAD + "ipvs: {scheduler: sh}\n");
        assertThat(strict.read(Config.DEFAULT).warnings()).isEmpty();
    }

    private ConfigFile.Content read(String text) throws IOException, ConfigException {
        return ConfigFile.at(Files.writeString(folder.resolve("config.conf"), text))
                .read(Config.DEFAULT);
    }
}
