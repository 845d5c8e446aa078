package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.SetFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sets of one family's table for the virtual servers of one kind. A Service is elements of them.
 *
 * <pre>
 * choices   key                  : goto CHOOSER        each virtual server
 * targets   key . number         : address . port      its real servers with a weight, numbered from 0
 * servers   key . address . port : weight . max . min   all its real servers
 * clients   key . client         : address . port      to which real server a client came last; session affinity
 * </pre>
 */
final class DnatSets {
    static final String CHOICES = "choices";
    static final String TARGETS = "targets";
    static final String SERVERS = "servers";
    static final String CLIENTS = "clients";

    /** Clients that are remembered at most; further ones are served without affinity. */
    private static final int MOST_CLIENTS = 262_144;

    private static final Duration LONGEST_STAY = Duration.ofDays(1);

    final FoundBy by;
    final NftSet choices;
    final NftSet targets;
    final NftSet servers;
    final NftSet clients;

    private final DnatFamily family;

    DnatSets(DnatFamily family, FoundBy by) {
        this.family = family;
        this.by = by;
        this.choices =
                set(CHOICES, "each virtual server's choice of a real server").mapTo(DataType.VERDICT);
        this.targets = set(TARGETS, "real servers for new connections, by number", DataType.MARK)
                .mapTo(family.address, DataType.INET_SERVICE);
        this.servers = set(
                        SERVERS,
                        "all real servers: weight, limits of connections",
                        family.address,
                        DataType.INET_SERVICE)
                .mapTo(DataType.MARK, DataType.MARK, DataType.MARK);
        this.clients = set(CLIENTS, "session affinity", family.address)
                .mapTo(family.address, DataType.INET_SERVICE)
                .withFlags(SetFlag.DYNAMIC)
                .withTimeout(LONGEST_STAY)
                .withSize(MOST_CLIENTS);
    }

    List<NftSet> all() {
        return List.of(choices, targets, servers, clients);
    }

    /** Those with elements of ours; packets fill the others. */
    List<NftSet> kept() {
        return List.of(choices, targets, servers);
    }

    String name(String set) {
        return by.prefix + set;
    }

    private NftSet set(String name, String comment, DataType... behindKey) {
        List<DataType> types = new ArrayList<>(by.types(family));
        types.addAll(List.of(behindKey));
        return NftSet.of(family.table, name(name), types.toArray(DataType[]::new))
                .withComment(comment);
    }

    static List<DnatSets> of(DnatFamily family) {
        return Stream.of(FoundBy.values()).map(by -> new DnatSets(family, by)).toList();
    }
}
