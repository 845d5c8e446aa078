package io.kubeipvs.daemon.kernel.trace;

import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftTrace;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hooks of chains, and rules as a person recognises them. Reads a table when it is first asked for. */
final class RuleNames {
    private final NftablesClient client;
    private final Map<NftTable.Key, List<NftChain>> chains = new HashMap<>();
    private final Map<NftChain.Key, List<NftRule>> rules = new HashMap<>();

    RuleNames(NftablesClient client) {
        this.client = client;
    }

    /** The hook of a base chain; empty for another chain. */
    Optional<String> hook(NftChain.Key chain) throws NetlinkException {
        if (!chains.containsKey(chain.table())) {
            chains.put(chain.table(), client.chains(chain.table()));
        }
        return chains.get(chain.table()).stream()
                .filter(one -> one.key().equals(chain))
                .flatMap(one -> one.base().stream())
                .map(base -> base.hook().toString())
                .findFirst();
    }

    /** A rule: its comment, else its number as {@code nft -a} prints it; "" for none. */
    String rule(NftTrace.Place place) throws NetlinkException {
        if (place.ruleHandle() == 0) {
            return "";
        }
        if (!rules.containsKey(place.chain())) {
            rules.put(place.chain(), client.rules(place.chain()));
        }
        return rules.get(place.chain()).stream()
                .filter(rule -> rule.handle() == place.ruleHandle())
                .map(NftRule::comment)
                .filter(comment -> !comment.isEmpty())
                .findFirst()
                .orElse("handle " + place.ruleHandle());
    }

    static TracedPacket.Table table(NftTable.Key key) {
        return new TracedPacket.Table(key.toString(), OurTables.has(key));
    }
}
