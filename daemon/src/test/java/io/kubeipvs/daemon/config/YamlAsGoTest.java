package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trees of YAML texts. Each was compared with that of kubectl, which has the decoder of kube-proxy. */
class YamlAsGoTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes | true",
                "Y | true",
                "ON | true",
                "oN | \"oN\"",
                "No | false",
                "off | false",
                "True | true",
                "~ | null",
                "Null | null",
                "\"5\" | \"5\"",
                "0x10 | 16",
                "-0x10 | -16",
                "010 | 8",
                "0o10 | 8",
                "08 | 8",
                "0b11 | 3",
                "1_000 | 1000",
                "+5 | 5",
                "-0 | 0",
                "14.0 | 14",
                "1. | 1",
                "1e3 | 1000",
                "1e20 | 100000000000000000000",
                "99999999999999999999 | 100000000000000000000",
                ".5 | 0.5",
                "+1_000.5 | 1000.5",
                "1e400 | \"1e400\"",
                "0x1p4 | \"0x1p4\"",
                "1:30 | \"1:30\"",
                "1,000 | \"1,000\"",
                "2001-01-01 | \"2001-01-01\"",
                "10.0.0.0/8 | \"10.0.0.0/8\"",
                "true#x | \"true#x\"",
                "= | \"=\"",
                "!!str 5 | \"5\"",
                "!!str | \"\"",
                "!foo 5 | \"5\"",
                "!!int \"5\" | 5",
                "!!bool \"yes\" | true",
                "!!float 5 | 5",
                "!!binary aGk= | \"hi\"",
                "!!set {x} | {\"x\":null}",
                "{b} | {\"b\":null}",
                "{y: 1, 1.5: 2, 0x10: 3} | {\"true\":1,\"1.5\":2,\"16\":3}",
                "{<<: {x: 1}, y2: 2} | {\"x\":1,\"y2\":2}",
                "{x: 9, <<: {x: 1}} | {\"x\":1}",
                "{<<: [{x: 1}, {x: 2}]} | {\"x\":1}"
            })
    void aValue(String yaml, String json) throws Exception {
        assertThat(YamlTree.of("a: " + yaml + "\n", new ArrayList<>()).path("a"))
                .hasToString(json);
    }

    @Test
    void anAliasStandsForItsAnchor() throws Exception {
        List<ConfigWarning> warnings = new ArrayList<>();
        assertThat(YamlTree.of("a: &x {p: [1, q]}\nb: *x\nc: &x 5\nd: *x\n", warnings))
                .hasToString("{\"a\":{\"p\":[1,\"q\"]},\"b\":{\"p\":[1,\"q\"]},\"c\":5,\"d\":5}");
        assertThat(warnings).isEmpty();
    }

    @Test
    void manyAliasesOfAliasesAreNotUnfolded() throws Exception {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(YamlTree.of(text.toString(), new ArrayList<>()).size()).isEqualTo(100);
    }
}
