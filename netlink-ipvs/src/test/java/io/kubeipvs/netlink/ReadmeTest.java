package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path THIS = Path.of("src/test/java/io/kubeipvs/netlink/ReadmeTest.java");
    private static final Pattern EXAMPLE =
            Pattern.compile("// example begins\n(.*?)\n        // example ends", Pattern.DOTALL);

    static void list() throws NetlinkException {
        // example begins
        try (IpvsClient ipvs = IpvsClient.open()) {
            for (IpvsService service : ipvs.services()) {
                System.out.println(service + " -> " + ipvs.destinations(service.key()));
            }
        }
        // example ends
    }

    static void add() throws NetlinkException {
        // example begins
        IpvsService.Key dns = new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, IpProtocol.UDP);
        IpvsDestination.Key pod = new IpvsDestination.Key(Address.parse("10.244.1.7"), 53);
        try (IpvsClient ipvs = IpvsClient.open()) {
            List<BatchResult> results = ipvs.apply(List.of(
                    new IpvsChange.NewService(new IpvsService(dns, "rr")),
                    new IpvsChange.NewDestination(dns, new IpvsDestination(pod, 1, ForwardMethod.MASQUERADE))));
            System.out.println(results);
        }
        // example ends
    }

    static void watch() throws NetlinkException {
        // example begins
        try (Subscription<RouteEvent> addresses = RouteEvents.ofAddresses()) {
            while (true) {
                addresses.next(Duration.ofMinutes(1)).ifPresent(System.out::println);
            }
        }
        // example ends
    }

    @Test
    void theExamplesOfTheReadmeCompile() throws Exception {
        assertThat(blocks()).hasSize(3).containsExactlyElementsOf(examples());
    }

    private static List<String> examples() throws Exception {
        Matcher found = EXAMPLE.matcher(Files.readString(THIS));
        return found.results().map(match -> match.group(1).stripIndent()).toList();
    }

    private static List<String> blocks() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        return Stream.of(readme.split("```java\n"))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("\n```")))
                .collect(Collectors.toList());
    }
}
