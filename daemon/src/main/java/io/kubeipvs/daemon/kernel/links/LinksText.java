package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The links of this network namespace with their addresses, VIPs included, as text for people. */
public final class LinksText {
    private LinksText() {}

    /**
     * The text, for the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when the links cannot be read
     */
    public static String read() {
        try (RouteClient client = RouteClient.open()) {
            Map<Integer, List<LinkAddress>> addresses =
                    client.addresses().stream().collect(Collectors.groupingBy(LinkAddress::linkIndex));
            StringBuilder text = new StringBuilder();
            for (Link link : client.links()) {
                List<LinkAddress> here = addresses.getOrDefault(link.index(), List.of());
                text.append(text(link)).append("    # ").append(here.size()).append(" addresses\n");
                here.forEach(address -> text.append("    ")
                        .append(address.address())
                        .append('/')
                        .append(address.prefixLength())
                        .append('\n'));
            }
            return text.toString();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(
                    new Problem(
                            "the links cannot be read: " + e.getMessage(), "run in the network namespace of the node"),
                    e);
        }
    }

    private static String text(Link link) {
        return link.index() + " " + link.name() + (link.kind().isEmpty() ? "" : " " + link.kind())
                + (link.isUp() ? " up" : " down");
    }
}
