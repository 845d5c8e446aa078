package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule set in {@code docs/packet-path.md} is the one that {@code nft} lists. */
class PacketPathDocumentKernelIT {
    private static final String BEGIN = "<!-- begin of table ip kube-proxy -->\n```\n";
    private static final String END = "```\n<!-- end of table ip kube-proxy -->\n";

    @Test
    void showsTheTableAsItIs() throws Exception {
        String document = Files.readString(documentation());
        assertThat(document).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        String shown = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        assertThat(shown).isEqualTo(listing("ip"));
    }

    @Test
    void theOtherFamilysTableIsTheSameInItsWords() throws Exception {
        assertThat(listing("ip6")
                        .replace("ip6 ", "ip ")
                        .replace("ipv6_addr", "ipv4_addr")
                        .replace("l4proto ipv6-icmp", "l4proto icmp"))
                .isEqualTo(listing("ip"));
    }

    private static String listing(String family) throws Exception {
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                FilterAdapter adapter = new FilterAdapter(
                        namespace.call(NftablesClient::open), EnumSet.allOf(Family.class), FilterTuning.DEFAULT)) {
            adapter.prepare();
            return namespace.run("nft", "list", "table", family, "kube-proxy").replace("\t", "  ");
        }
    }

    /** Seen from the top and from this module. */
    private static Path documentation() throws IOException {
        return Stream.of("docs/packet-path.md", "../docs/packet-path.md")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IOException("docs/packet-path.md is not there"));
    }
}
