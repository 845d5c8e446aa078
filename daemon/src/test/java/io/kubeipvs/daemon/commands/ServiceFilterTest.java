package io.kubeipvs.daemon.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that select virtual servers. */
class ServiceFilterTest {
    private static final ServiceRow.Place WEB =
            ServiceRow.Place.of("default", "web").withType("ClusterIP").at("10.96.0.1", 443, "TCP");
    private static final ServiceRow.Place NODE =
            ServiceRow.Place.of("default", "web").withType("NodePort").at("192.168.1.2", 31443, "TCP");
    private static final ServiceRow.Place DNS =
            ServiceRow.Place.of("kube-system", "dns").withType("ClusterIP").at("fd00::a", 53, "UDP");

    @ParameterizedTest
    @CsvSource({
        "web, true, true, false",
        "default/web, true, true, false",
        "shop/web, false, false, false",
        "10.96.0.1, true, false, false",
        "10.96.0.1:443, true, false, false",
        "10.96.0.1:80, false, false, false",
        "node:31443, false, true, false",
        "node:443, false, false, false",
        "fd00::a, false, false, true",
        "fd00:0::000a, false, false, true",
        "[fd00::a]:53, false, false, true",
        "dns, false, false, true"
    })
    void aWordSelects(String word, boolean web, boolean node, boolean dns) {
        ServiceFilter filter = ServiceFilter.of(word);
        assertThat(filter.matches(WEB)).isEqualTo(web);
        assertThat(filter.matches(NODE)).isEqualTo(node);
        assertThat(filter.matches(DNS)).isEqualTo(dns);
        assertThat(filter.in("shop").matches(WEB)).isFalse();
        assertThat(filter.isNarrow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b/c", "Web", "10.96.0.1:", "10.96.0.1:123456", "300.1.1.1:80", "[10.0.0.1", "a b"})
    void anotherWordIsAMistake(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceFilter.of(word))
                .withMessageStartingWith("'" + word + "' is not allowed; allowed: NAME, NAMESPACE/NAME, ADDRESS,");
    }
}
