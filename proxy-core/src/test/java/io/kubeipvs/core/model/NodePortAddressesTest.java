package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePortAddressesTest {
    /** The node's addresses in the object: 192.168.1.2, fd00:1::2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all                            | 192.168.1.2 127.0.0.1 ::1          | 192.168.1.2",
                "all                            | 127.0.0.1                          | ''",
                "all                            | ''                                 | ''",
                "all                            | 10.20.30.40 fe80::2c 172.17.0.1    | 10.20.30.40 172.17.0.1",
                "all                            | 10.20.30.40 169.254.20.10          | 10.20.30.40 169.254.20.10",
                "all                            | 10.20.30.31 1000:: 2000::          | 1000:: 10.20.30.31 2000::",
                "0.0.0.0/0                      | 10.20.30.31 1000::                 | 1000:: 10.20.30.31",
                "192.168.1.0/24                 | 192.168.1.2 10.0.0.1 1000::        | 1000:: 192.168.1.2",
                "192.168.1.0/24 10.0.0.0/8      | 192.168.1.2 10.0.0.1 172.17.0.1    | 10.0.0.1 192.168.1.2",
                "10.0.0.0/8 10.0.0.0/16         | 10.0.0.1 10.1.0.1 11.0.0.1         | 10.0.0.1 10.1.0.1",
                "192.168.1.0/24 fd00:1::/64     | 192.168.1.2 10.0.0.1 fd00:1::2 1:: | 192.168.1.2 fd00:1::2",
                "127.0.0.0/8                    | 127.0.0.1 10.0.0.1                 | ''",
                "fe80::/10                      | fe80::1 fd00:1::2                  | ''",
                "172.30.0.0/16                  | 192.168.1.2                        | ''",
                "primary                        | 192.168.1.2 10.0.0.1 fd00:1::2 1:: | 192.168.1.2 fd00:1::2",
                "primary                        | 10.0.0.1                           | ''",
            })
    void whichOfTheNodesAddresses(String rule, String onLinks, String expected) {
        NodeSpec node = NodeSpec.named("n1").withAddresses(ips("192.168.1.2 10.9.9.9 fd00:1::2"));
        NodeView view = NodeView.of(node, ips(onLinks).stream().collect(Collectors.toSet()));
        assertThat(rule(rule).of(view).stream().map(Ip::toString)).containsExactlyInAnyOrderElementsOf(words(expected));
    }

    private static NodePortAddresses rule(String text) {
        return switch (text) {
            case "all" -> NodePortAddresses.ALL;
            case "primary" -> NodePortAddresses.PRIMARY;
            default ->
                NodePortAddresses.in(words(text).stream().map(Cidr::parse).toList());
        };
    }

    private static List<Ip> ips(String text) {
        return words(text).stream().map(Ip::parse).toList();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(w -> !w.isEmpty()).toList();
    }
}
