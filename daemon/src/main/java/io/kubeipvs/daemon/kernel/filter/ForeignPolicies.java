package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each of the {@link RefusingChains} of other programs once, with commands that accept packets of Services, because
 * only the chain's owner can add rules.
 */
final class ForeignPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignPolicies.class);

    private final NftablesClient client;
    private volatile Set<RefusingChain> known = Set.of();
    private OptionalInt generation = OptionalInt.empty();

    ForeignPolicies(NftablesClient client) {
        this.client = client;
    }

    /** Logs the chains that did not refuse at the last call. */
    void look() {
        try {
            int now = client.generation();
            if (!generation.equals(OptionalInt.of(now))) {
                Set<RefusingChain> refusing = RefusingChains.of(client);
                refusing.stream().filter(chain -> !known.contains(chain)).forEach(ForeignPolicies::report);
                known = refusing;
                generation = OptionalInt.of(now);
            }
        } catch (NetlinkException e) {
            // A chain of a kind that is not known here, or one that goes as it is read: serving continues.
            LOG.debug("other_filter_unreadable", e);
        }
    }

    /** The chains that refuse, as of the last call. Safe to call from any thread. */
    Set<RefusingChain> known() {
        return known;
    }

    private static void report(RefusingChain chain) {
        LOG.warn(
                "other_filter_drops table=\"{}\" chain={} hook={} cause=\"{} packets, unless a rule accepts {}\" fix=\"{}\"",
                chain.key().table(),
                chain.key().name(),
                chain.hook(),
                chain.how(),
                chain.packets(),
                chain.fix());
    }
}
