package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServerReader;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Reads virtual servers from our tables. A set cannot be listed in part, so the first question reads everything, and the
 * next ones are answered from that as long as the generation of the rule set is the same. While only this program changes the
 * rule set, nothing is read.
 */
public final class DnatReader implements VirtualServerReader {
    private final NftablesClient client;
    private final ConntrackClient flows;
    private final List<DnatTable> tables;
    private final IntFunction<Optional<Map<VirtualServer.Key, Frontend>>> written;
    /** Whether the sockets are its own. */
    private final boolean isOwner;

    private Map<VirtualServer.Key, Frontend> frontends = Map.of();
    /** That of {@link #frontends}; empty before the first reading. */
    private Optional<Integer> generation = Optional.empty();

    /**
     * Makes a reader.
     *
     * @param client and {@code flows} stay the caller's
     * @param families those that the kernel has
     * @param written the virtual servers that this program wrote, at a generation of the rule set; empty = they must be read
     */
    public DnatReader(
            NftablesClient client,
            ConntrackClient flows,
            Set<Family> families,
            IntFunction<Optional<Map<VirtualServer.Key, Frontend>>> written) {
        this(client, flows, families, written, false);
    }

    private DnatReader(
            NftablesClient client,
            ConntrackClient flows,
            Set<Family> families,
            IntFunction<Optional<Map<VirtualServer.Key, Frontend>>> written,
            boolean isOwner) {
        this.written = written;
        this.isOwner = isOwner;
        this.client = client;
        this.flows = flows;
        this.tables = families.stream()
                .map(family -> new DnatTable(DnatFamily.of(family)))
                .toList();
    }

    /** A reader of the network namespace of the calling thread, with sockets of its own. */
    public static DnatReader open(Set<Family> families) throws NetlinkException {
        NftablesClient client = NftablesClient.open();
        try {
            return new DnatReader(client, ConntrackClient.open(), families, generation -> Optional.empty(), true);
        } catch (NetlinkException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() throws NetlinkException {
        Map<VirtualServer.Key, VirtualServer> servers = new HashMap<>();
        frontends().forEach((key, frontend) -> servers.put(key, frontend.virtualServer()));
        return servers;
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) throws NetlinkException {
        return frontend(key).map(Frontend::realServers).orElse(Map.of());
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key key) throws NetlinkException {
        return Optional.ofNullable(frontends().get(key));
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException {
        Optional<Frontend> frontend = frontend(key);
        return frontend.isPresent() ? FlowCounts.of(flows, frontend.get()) : Map.of();
    }

    private Map<VirtualServer.Key, Frontend> frontends() throws NetlinkException {
        int now = client.generation();
        Optional<Map<VirtualServer.Key, Frontend>> known = written.apply(now);
        if (known.isPresent()) {
            return known.get();
        }
        if (!generation.equals(Optional.of(now))) {
            frontends = DnatContent.frontends(client, tables);
            generation = Optional.of(now);
        }
        return frontends;
    }

    @Override
    public void close() throws NetlinkException {
        frontends = Map.of();
        generation = Optional.empty();
        if (isOwner) {
            try (client;
                    flows) {
                // each is closed, whatever the other does
            }
        }
    }
}
