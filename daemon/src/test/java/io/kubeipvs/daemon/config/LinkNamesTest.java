package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkNamesTest {
    @Test
    void oneThatAnotherCoversIsLeftOut() throws Exception {
        assertThat(LinkNames.parse("--x", List.of("eth0", "eth*", "bond0", "eth1*", "eth*")))
                .containsExactly("eth*", "bond0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "et*h", "a b", "a/b", "sixteenletters16"})
    void refusesWhatNoLinkCanBeCalled(String name) {
        assertThatThrownBy(() -> LinkNames.parse("--silent-arp-links", List.of(name)))
                .hasMessage("--silent-arp-links: '" + name + "' is not allowed; allowed: 1 to 15 characters of a link's"
                        + " name, and a * for any end");
    }
}
