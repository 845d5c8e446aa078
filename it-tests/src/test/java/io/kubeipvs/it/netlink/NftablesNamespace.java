package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namespace with a client and {@code nft} as its witness, and short words for what tests put into it. */
abstract class NftablesNamespace {

    static final NftResult COMMITTED = new NftResult.Committed();
    static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    static final NftTable TABLE6 = NftTable.of(NftFamily.IP6, "kube");
    static final NftTable DUAL = NftTable.of(NftFamily.INET, "kube");
    static final NftValue TCP = NftValue.u8(6);
    static final NftValue UDP = NftValue.u8(17);

    KernelNamespace namespace;
    NftablesClient client;

    @BeforeEach
    final void open() throws Exception {
        namespace = new KernelNamespace();
        client = namespace.call(NftablesClient::open);
    }

    @AfterEach
    final void close() throws Exception {
        client.close();
        namespace.close();
    }

    void commit(NftChange... changes) {
        assertThat(client.apply(List.of(changes))).isEqualTo(COMMITTED);
    }

    String nft(String... arguments) {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        return namespace.run(command.toArray(String[]::new));
    }

    static NftSet set(NftTable table, String name, DataType... types) {
        return NftSet.of(table.key(), name, types);
    }

    static NftValue address(String text) {
        return NftValue.address(Address.parse(text));
    }

    static NftElement element(String address) {
        return NftElement.of(Address.parse(address));
    }

    static NftElement range(String from, String to) {
        return NftElement.range(address(from), address(to));
    }

    static NftElement service(String address, NftValue protocol, int port) {
        return NftElement.of(address(address), protocol, NftValue.be16(port));
    }
}
