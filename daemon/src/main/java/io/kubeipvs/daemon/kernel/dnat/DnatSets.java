package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.SetFlag;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sets of one family's table for the virtual servers of one kind. A Service is elements of them.
 *
 * <pre>
 * choices   key                  : slots . chooser         each virtual server; the number of its chooser
 * targets   key . number         : address . port          its real servers with a weight, numbered from 0
 * servers   address . port . key : weight . max . min      all its real servers
 * sticky-targets  key . number : any . address . port     the same as targets, with session affinity
 * clients   key . client         : any . address . port    to which real server a client came last; session affinity
 * </pre>
 *
 * <p>{@code nft} 1.0.6 ends with an assertion ({@code netlink_parse_concat_expr}) when it lists a rule that uses the first word
 * that a lookup found for a lookup or an update. So maps whose values are used so have one word more, which no rule uses.
 * {@code nft} does not know that a lookup fills several words: of the others it shows what the rule had loaded there before.
 * So rules load these words first, and the comments of such loads are {@code for nft}.
 */
final class DnatSets {
    static final String CHOICES = "choices";
    static final String TARGETS = "targets";
    static final String SERVERS = "servers";
    static final String STICKY = "sticky-targets";
    static final String CLIENTS = "clients";

    /** Clients that are remembered at most; further ones are served without affinity. */
    private static final int MOST_CLIENTS = 262_144;

    private static final Duration LONGEST_STAY = Duration.ofDays(1);

    final FoundBy by;
    final NftSet choices;
    final NftSet targets;
    final NftSet stickyTargets;
    final NftSet servers;
    final NftSet clients;

    private final DnatFamily family;

    DnatSets(DnatFamily family, FoundBy by) {
        this.family = family;
        this.by = by;
        List<DataType> key = by.types(family);
        this.choices = set(CHOICES, "each virtual server: its numbers of real servers, its number in choosers", key)
                .mapTo(DataType.MARK, DataType.MARK);
        this.targets = set(TARGETS, "real servers for new connections, by number", join(key, List.of(DataType.MARK)))
                .mapTo(family.address, DataType.INET_SERVICE);
        this.stickyTargets = set(STICKY, "as targets, with session affinity", join(key, List.of(DataType.MARK)))
                .mapTo(DataType.MARK, family.address, DataType.INET_SERVICE);
        this.servers = set(
                        SERVERS,
                        "all real servers: weight, limits of connections",
                        join(List.of(family.address, DataType.INET_SERVICE), key))
                .mapTo(DataType.MARK, DataType.MARK, DataType.MARK);
        this.clients = set(CLIENTS, "session affinity", join(key, List.of(family.address)))
                .mapTo(DataType.MARK, family.address, DataType.INET_SERVICE)
                .withFlags(SetFlag.DYNAMIC)
                .withTimeout(LONGEST_STAY)
                .withSize(MOST_CLIENTS);
    }

    List<NftSet> all() {
        return List.of(choices, targets, stickyTargets, servers, clients);
    }

    /** Those with elements of ours; packets fill the others. */
    List<NftSet> kept() {
        return List.of(choices, targets, stickyTargets, servers);
    }

    String name(String set) {
        return by.prefix + set;
    }

    private NftSet set(String name, String comment, List<DataType> key) {
        return NftSet.of(family.table, name(name), key.toArray(DataType[]::new)).withComment(comment);
    }

    private static List<DataType> join(List<DataType> first, List<DataType> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    static List<DnatSets> of(DnatFamily family) {
        return Stream.of(FoundBy.values()).map(by -> new DnatSets(family, by)).toList();
    }
}
