package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path THIS = Path.of("src/test/java/io/kubeipvs/netlink/ReadmeTest.java");

    /** The README's example, so that it compiles. */
    static void example() throws NetlinkException {
        // example begins
        IpvsService.Key dns = new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, IpProtocol.UDP);
        IpvsDestination.Key pod = new IpvsDestination.Key(Address.parse("10.244.1.7"), 53);
        try (IpvsClient ipvs = IpvsClient.open()) {
            List<BatchResult> results = ipvs.apply(List.of(
                    new IpvsChange.NewService(new IpvsService(dns, "rr")),
                    new IpvsChange.NewDestination(dns, new IpvsDestination(pod, 1, ForwardMethod.MASQUERADE))));
            System.out.println(results);
            System.out.println(ipvs.destinations(dns));
        }
        // example ends
    }

    @Test
    void theExampleIsTheOneThatCompiles() throws Exception {
        String source = Files.readString(THIS);
        String example = source.substring(
                source.indexOf("// example begins\n") + "// example begins\n".length(),
                source.indexOf("\n        // example ends\n"));

        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example.stripIndent() + "\n```\n");
    }
}
