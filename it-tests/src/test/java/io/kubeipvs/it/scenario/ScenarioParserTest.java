package io.kubeipvs.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioParserTest {
    private static final String EXPECT = "== expect\nc1 -> 10.96.0.1:80: p1\n";

    @Test
    void headAndSectionsAreRead() {
        Scenario scenario = ScenarioParser.parse("a/b.txt", """
                Something is shown
                # why
                pods: bridged
                flags: --masquerade-all  --ipvs-scheduler sh
                at last: nft delete table ip x

                == apply web.yaml
                kind: Service
                ---
                kind: EndpointSlice
                == delete web.yaml
                == add address 10.0.0.1/24
                == restart program
                == on n1: ip link show

                == expect
                a = c1 -> 10.96.0.1:80: p1
                # a comment
                a: cut
                """);
        assertThat(scenario.name()).isEqualTo("a/b");
        assertThat(scenario.title()).isEqualTo("Something is shown");
        assertThat(scenario.bridged()).isTrue();
        assertThat(scenario.flags()).containsExactly("--masquerade-all", "--ipvs-scheduler sh");
        assertThat(scenario.atLast()).containsExactly("nft delete table ip x");
        assertThat(scenario.steps()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1 p1 -> 10.96.0.1:80, [fd00::1]:80/udp: p1 p2 from node",
                "c1   -> 10.96.0.1:80/sctp: one of p1 p2 from itself",
                "out -> 10.96.0.1:80 with 100 KB: p1:8081",
                "out -> 10.96.0.1 ping, fd00::1 ping: answered",
                "out -> http://10.0.0.1:80/healthz: 200 \"localEndpoints\":2",
                "a = c1 -> [fd00::1]:80: p1",
                "a: one of p1 p2",
                "no trace of fd00::1",
                "log: a text",
                "n1$ ! ipvsadm -Sn | grep -q x # not a comment",
            })
    void everyWayOfSpeakingIsKnown(String line) {
        assertThat(parse("== expect\n" + line).steps()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c9 -> 10.96.0.1:80: p1",
                "c1 -> 10.96.0.1: p1",
                "c1 -> 10.96.0.1:80/icmp: p1",
                "c1 -> 10.96.0.1:80: p9",
                "c1 -> 10.96.0.1:80: p1 from mars",
                "c1 10.96.0.1:80: p1",
                "a = c1 out -> 10.96.0.1:80: p1",
                "a:",
            })
    void aMistakeInWhatIsExpectedIsOneLine(String line) {
        assertThatThrownBy(() -> parse("== expect\n" + line))
                .message()
                .startsWith("a/b.txt:3: '" + line + "': ")
                .contains("allowed")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pots: routed\n", "pods: round\n", "== aply web.yaml\n", "== expect nothing\n", "== stop it\n"})
    void aMistakeElsewhereIsOneLine(String text) {
        assertThatThrownBy(() -> parse(text + EXPECT))
                .message()
                .startsWith("a/b.txt:2: '")
                .contains("allowed")
                .doesNotContain("\n");
    }

    @Test
    void aScenarioHasATitleAndAnExpectation() {
        Stream.of("", "\n" + EXPECT, EXPECT, "Title\n")
                .forEach(text -> assertThatThrownBy(() -> ScenarioParser.parse("a/b.txt", text))
                        .hasMessageStartingWith("a/b.txt:1: '"));
    }

    private static Scenario parse(String text) {
        return ScenarioParser.parse("a/b.txt", "Title\n" + text);
    }
}
