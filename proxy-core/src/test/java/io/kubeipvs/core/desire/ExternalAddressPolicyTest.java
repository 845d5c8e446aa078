package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods have 10.244.0.0/16 and, on this node, 10.245.7.0/24 and fd00:245::/64; cluster addresses are of 10.96.0.0/12. */
class ExternalAddressPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // denied | allowed | address | refused because
                "''               | ''             | 203.0.113.7     | ''",
                "''               | ''             | 192.168.1.2     | ''",
                "''               | ''             | 2001:db8::7     | ''",
                "''               | ''             | 0.0.0.0         | UNSPECIFIED",
                "''               | ''             | ::              | UNSPECIFIED",
                "''               | ''             | 127.0.0.1       | LOOPBACK",
                "''               | ''             | 127.255.0.1     | LOOPBACK",
                "''               | ''             | ::1             | LOOPBACK",
                "''               | ''             | 169.254.169.254 | LINK_LOCAL",
                "''               | ''             | fe80::1         | LINK_LOCAL",
                "''               | ''             | 224.0.0.251     | MULTICAST",
                "''               | ''             | ff02::1         | MULTICAST",
                "''               | ''             | 255.255.255.255 | BROADCAST",
                "''               | ''             | ::ffff:8.8.8.8  | IPV4_MAPPED",
                "''               | ''             | 10.244.3.3      | POD_RANGE",
                "''               | ''             | 10.245.7.9      | POD_RANGE",
                "''               | ''             | fd00:245::9     | POD_RANGE",
                "''               | ''             | 10.245.8.9      | ''",
                "''               | ''             | 10.96.0.1       | SERVICE_RANGE",
                "''               | ''             | 10.111.255.255  | SERVICE_RANGE",
                "''               | ''             | 10.112.0.0      | ''",
                "203.0.113.0/24   | ''             | 203.0.113.7     | DENIED",
                "203.0.113.0/24   | ''             | 203.0.114.7     | ''",
                "''               | 203.0.113.0/24 | 203.0.113.7     | ''",
                "''               | 203.0.113.0/24 | 203.0.114.7     | NOT_ALLOWED",
                "''               | 203.0.113.0/24 | 2001:db8::7     | NOT_ALLOWED",
                "''               | 203.0.113.0/24 | 10.96.0.1       | SERVICE_RANGE",
                "203.0.113.7/32   | 203.0.113.0/24 | 203.0.113.7     | DENIED",
                "203.0.113.0/24   | 203.0.113.7/32 | 203.0.113.7     | ''",
                "203.0.113.7/32   | 203.0.113.7/32 | 203.0.113.7     | DENIED",
                "''               | 10.96.200.0/24 | 10.96.200.1     | ''",
                "''               | 0.0.0.0/0      | 10.96.200.1     | SERVICE_RANGE",
                "''               | 127.0.0.0/8    | 127.0.0.1       | LOOPBACK",
            })
    void whatAServiceMayNotHave(String denied, String allowed, String address, String reason) {
        ExternalAddressRules rules = new ExternalAddressRules(
                ranges("10.244.0.0/16"), ranges("10.96.0.0/12"), ranges(denied), ranges(allowed));
        NodeView node = NodeView.of(NodeSpec.named("n1").withPodCidrs(ranges("10.245.7.0/24 fd00:245::/64")), Set.of());
        assertThat(new ExternalAddressPolicy(rules, node)
                        .refusal(Ip.parse(address), AddressKind.EXTERNAL_IP)
                        .map(Enum::name)
                        .orElse(""))
                .isEqualTo(reason);
    }

    /** As with Azure's network plugin: pods have addresses of the same network as nodes and load balancers. */
    @ParameterizedTest
    @CsvSource({
        "10.244.3.3, ''",
        "10.245.7.9, POD_RANGE",
        "10.96.0.1, SERVICE_RANGE",
        "127.0.0.1, LOOPBACK",
    })
    void aLoadBalancerMayHaveAnAddressInTheRangeOfAllPods(String address, String reason) {
        ExternalAddressRules rules = ExternalAddressRules.DEFAULT
                .withPodRanges(ranges("10.244.0.0/16"))
                .withServiceRanges(ranges("10.96.0.0/12"));
        NodeView node = NodeView.of(NodeSpec.named("n1").withPodCidrs(ranges("10.245.7.0/24")), Set.of());
        assertThat(new ExternalAddressPolicy(rules, node)
                        .refusal(Ip.parse(address), AddressKind.LOAD_BALANCER)
                        .map(Enum::name)
                        .orElse(""))
                .isEqualTo(reason);
    }

    @Test
    void everySpecialUseHasItsReason() {
        for (String address :
                List.of("0.0.0.0", "127.0.0.1", "169.254.0.1", "224.0.0.1", "255.255.255.255", "::ffff:1.2.3.4")) {
            assertThat(new ExternalAddressPolicy(ExternalAddressRules.DEFAULT, NodeView.UNKNOWN)
                            .refusal(Ip.parse(address), AddressKind.EXTERNAL_IP))
                    .as(address)
                    .isPresent();
        }
    }

    @Test
    void aRefusalReadsAsOneLine() {
        assertThat(new RefusedAddress("spec.externalIPs", Ip.parse("127.0.0.1"), RefusedAddress.Reason.LOOPBACK))
                .hasToString("spec.externalIPs 127.0.0.1: is a loopback address; it is not served");
    }

    private static List<Cidr> ranges(String text) {
        return Stream.of(text.split(" "))
                .filter(range -> !range.isEmpty())
                .map(Cidr::parse)
                .toList();
    }
}
