package io.kubeipvs.bench;

import io.kubeipvs.it.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.RouteClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Binding addresses to a dummy link, against {@code ip -batch}. */
final class AddressBenchmarks {

    private static final String LINK = "kube-ipvs0";
    private static final int FIRST = 0x0A600001; // 10.96.0.1

    private final int rounds;
    private final List<Address> addresses;

    AddressBenchmarks(int rounds, int count) {
        this.rounds = rounds;
        this.addresses = IntStream.range(0, count)
                .mapToObj(i -> new Address(Family.V4, 0, FIRST + i))
                .toList();
    }

    void add() throws Exception {
        Program ip = Program.of("ip", "-batch", writeBatch().toString());
        new Contest(
                        "addresses, warm: " + addresses.size() + " on a dummy link",
                        namespace -> namespace.run("ip", "link", "add", LINK, "type", "dummy"),
                        2,
                        rounds)
                .run(
                        new Contender("ours", this::add),
                        new Reference(
                                "ip -batch",
                                namespace -> removeAfter(namespace, ip.time(namespace)),
                                "goal: 1 or more"));
    }

    private Duration add(KernelNamespace namespace) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            int index = client.link(LINK).orElseThrow().index();
            List<AddressChange> changes = addresses.stream()
                    .<AddressChange>map(address -> new AddressChange.AddAddress(index, address))
                    .toList();
            return removeAfter(namespace, Contender.time(() -> requireAccepted(client.apply(changes))));
        }
    }

    /** A namespace full of addresses takes long to go, in the background; an empty one does not. */
    private Duration removeAfter(KernelNamespace namespace, Duration time) throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open)) {
            int bound =
                    client.addresses(client.link(LINK).orElseThrow().index()).size();
            if (bound != addresses.size()) {
                throw new IllegalStateException(bound + " addresses were bound");
            }
        }
        namespace.run("ip", "link", "delete", LINK);
        return time;
    }

    private Path writeBatch() throws IOException {
        Stream<String> commands = addresses.stream().map(address -> "address add " + address + "/32 dev " + LINK);
        return Files.write(Files.createTempFile("addresses", ""), (Iterable<String>) commands::iterator);
    }

    private static void requireAccepted(List<BatchResult> results) {
        for (BatchResult result : results) {
            if (!(result instanceof BatchResult.Accepted)) {
                throw new IllegalStateException(result.toString());
            }
        }
    }
}
