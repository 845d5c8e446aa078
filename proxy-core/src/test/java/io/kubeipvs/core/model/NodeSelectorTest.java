package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("edge", "true", "topology.kubernetes.io/zone", "a", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edge | true",
                "!edge | false",
                "! edge | false",
                "other | false",
                "!other | true",
                "edge=true | true",
                "edge==true | true",
                "edge = true | true",
                "edge=false | false",
                "edge!=false | true",
                "other!=x | true",
                "empty= | true",
                "edge= | false",
                "topology.kubernetes.io/zone in (a,b) | true",
                "topology.kubernetes.io/zone in ( b , c ) | false",
                "topology.kubernetes.io/zone notin (b,c) | true",
                "other notin (a) | true",
                "'edge=true, topology.kubernetes.io/zone in (a,b),!other' | true",
                "'edge=true,other' | false",
            })
    void selects(String text, boolean selected) {
        NodeSelector selector = NodeSelector.parse(text);
        assertThat(selector.matches(LABELS)).isEqualTo(selected);
        assertThat(NodeSelector.parse(selector.toString())).isEqualTo(selector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "edge,",
                "a b",
                "edge=a=b",
                "zone in a",
                "zone in ()x",
                "-a",
                "zone in (a",
                "!edge=true",
                "a/b/c"
            })
    void isNone(String text) {
        assertThatThrownBy(() -> NodeSelector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongOneIsRefusedAtOnce() {
        assertThatThrownBy(() -> NodeSelector.parse("a".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeSelector.parse("a-".repeat(499) + "="))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
