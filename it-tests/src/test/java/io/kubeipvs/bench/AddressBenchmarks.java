package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.AddressChange.AddAddress;
import io.kubeipvs.netlink.route.LocalRoute;
import io.kubeipvs.netlink.route.LocalRouteChange;
import io.kubeipvs.netlink.route.LocalRouteChange.AddLocalRoute;
import io.kubeipvs.netlink.route.RouteClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Making addresses this host's own, by binding them to a dummy link or by local routes, against {@code ip -batch}. */
final class AddressBenchmarks {

    private static final String LINK = "kube-ipvs0";
    private static final int FIRST = 0x0A600001; // 10.96.0.1
    private static final int WARM_UPS = 2;

    private final int rounds;
    private final List<Address> addresses;
    private final String size;

    AddressBenchmarks(int rounds, int count) {
        this.rounds = rounds;
        this.addresses = IntStream.range(0, count)
                .mapToObj(i -> new Address(Family.V4, 0, FIRST + i))
                .toList();
        this.size = ": " + count + " of a dummy link";
    }

    /** Onto a link that is down, as the program has it. */
    void addresses() throws Exception {
        Command ip = ip("address add %s/32 dev " + LINK);
        new Contest("addresses, warm" + size, in -> addLink(in, "down"), this::checkAddresses, WARM_UPS, rounds)
                .run(
                        Contender.warm("ours", this::addAddresses),
                        Reference.program("ip -batch", ip::time, "goal: 1 or more"));
    }

    /** Over a link that is up, or the kernel refuses them. */
    void routes() throws Exception {
        Command ip = ip("route add local %s dev " + LINK + " table local protocol static");
        new Contest("local routes, warm" + size, in -> addLink(in, "up"), this::checkRoutes, WARM_UPS, rounds)
                .run(
                        Contender.warm("ours", this::addRoutes),
                        Reference.program("ip -batch", ip::time, "goal: 1 or more"));
    }

    private Duration addAddresses(KernelNamespace namespace) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            int link = link(client);
            List<AddressChange> changes = addresses.stream()
                    .<AddressChange>map(address -> new AddAddress(link, address))
                    .toList();
            return Contender.time(() -> Require.accepted(client.apply(changes)));
        }
    }

    private Duration addRoutes(KernelNamespace namespace) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            int link = link(client);
            List<LocalRouteChange> changes = addresses.stream()
                    .<LocalRouteChange>map(
                            address -> new AddLocalRoute(LocalRoute.toHost(link, address, Optional.empty())))
                    .toList();
            return Contender.time(() -> Require.accepted(client.applyRoutes(changes)));
        }
    }

    private void checkAddresses(KernelNamespace namespace) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            Require.count(
                    "addresses",
                    addresses.size(),
                    client.addresses(link(client)).size());
        }
        deleteLink(namespace);
    }

    private void checkRoutes(KernelNamespace namespace) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            long written = client.localRoutes(link(client)).stream()
                    .filter(route -> route.destination().family() == Family.V4)
                    .count();
            Require.count("local routes", addresses.size(), written);
        }
        deleteLink(namespace);
    }

    private static void addLink(KernelNamespace namespace, String state) {
        namespace.run("ip", "link", "add", LINK, state, "type", "dummy");
    }

    private static void deleteLink(KernelNamespace namespace) {
        namespace.run("ip", "link", "delete", LINK);
    }

    private static int link(RouteClient client) throws Exception {
        return client.link(LINK).orElseThrow().index();
    }

    private Command ip(String command) throws IOException {
        List<String> batch = addresses.stream().map(command::formatted).toList();
        return Command.of(
                "ip",
                "-batch",
                Files.write(Files.createTempFile("ip", ""), batch).toString());
    }
}
