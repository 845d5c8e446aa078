package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange.Put;
import io.kubeipvs.netlink.nftables.NftChange.PutElements;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Adding elements of address, protocol and port to a set, all in one transaction, against {@code nft -f}. */
final class NftablesBenchmarks {

    private static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    private static final NftSet SET =
            NftSet.of(TABLE.key(), "services", DataType.IPV4_ADDR, DataType.INET_PROTO, DataType.INET_SERVICE);
    private static final int FIRST = 0x0A600001; // 10.96.0.1
    private static final int TCP = 6;
    private static final int PORT = 80;
    private static final int WARM_UPS = 2;

    private final int rounds;
    private final List<Address> addresses;
    private final List<NftElement> elements;

    NftablesBenchmarks(int rounds, int count) {
        this.rounds = rounds;
        this.addresses = IntStream.range(0, count)
                .mapToObj(i -> new Address(Family.V4, 0, FIRST + i))
                .toList();
        this.elements = addresses.stream()
                .map(address -> NftElement.of(NftValue.address(address), NftValue.u8(TCP), NftValue.be16(PORT)))
                .toList();
    }

    void elements() throws Exception {
        Command nft = Command.of("nft", "-f", writeScript().toString());
        new Contest(
                        "nftables, warm: " + elements.size() + " elements of a set",
                        NftablesBenchmarks::addSet,
                        this::check,
                        WARM_UPS,
                        rounds)
                .run(Contender.warm("ours", this::add), Reference.program("nft -f", nft::time, "goal: 0.83 or more"));
    }

    private Duration add(KernelNamespace namespace) throws Exception {
        try (NftablesClient client = namespace.call(NftablesClient::open)) {
            return Contender.time(() -> {
                NftResult result = client.apply(List.of(new PutElements(SET, elements, Put.ADD)));
                if (!(result instanceof NftResult.Committed)) {
                    throw new IllegalStateException(result.toString());
                }
            });
        }
    }

    private static void addSet(KernelNamespace namespace) {
        namespace.run("nft", "add table " + TABLE.key());
        namespace.run("nft", "add set " + SET.key() + " { type ipv4_addr . inet_proto . inet_service; }");
    }

    private void check(KernelNamespace namespace) throws Exception {
        try (NftablesClient client = namespace.call(NftablesClient::open)) {
            Require.count("elements", elements.size(), client.elements(SET).size());
        }
        namespace.run("nft", "delete table " + TABLE.key());
    }

    /** One statement, which nft takes quickest. */
    private Path writeScript() throws IOException {
        String all =
                addresses.stream().map(address -> address + " . tcp . " + PORT).collect(Collectors.joining(", "));
        return Files.writeString(
                Files.createTempFile("elements", ""), "add element " + SET.key() + " { " + all + " }\n");
    }
}
