package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Register;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions that a rule has checked so far, and the expressions that make sure of what the next field needs: just
 * those that {@code nft} writes by itself and hides when it lists the rule.
 */
final class Dependencies {
    private static final int TCP = 6;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    private final NftFamily family;
    private NftFamily network;
    private int transport;

    Dependencies(NftFamily family) {
        this.family = family;
        this.network = family;
    }

    /** The expressions that must come before a field is loaded. */
    List<Expression> of(Field field) {
        List<Expression> needed = new ArrayList<>();
        if (field.network() != NftFamily.INET) {
            needed.addAll(ofNetwork(field.network()));
        }
        if (field.transport() != 0) {
            needed.addAll(ofTransport(field.transport()));
        }
        return needed;
    }

    /** The expressions that must come before a TCP connection is reset. */
    List<Expression> ofTcp() {
        return ofTransport(TCP);
    }

    /** @param needed {@link NftFamily#IP} or {@link NftFamily#IP6} */
    List<Expression> ofNetwork(NftFamily needed) {
        if (network == needed) {
            return List.of();
        }
        if (network != family || family == NftFamily.IP || family == NftFamily.IP6 || family == NftFamily.ARP) {
            throw new IllegalArgumentException("no packet here is of the family " + needed);
        }
        network = needed;
        if (family == NftFamily.INET) {
            return equal(Fields.META_NFPROTO, needed.number());
        }
        return equal(Fields.META_PROTOCOL, needed == NftFamily.IP ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6);
    }

    /** Takes notice of a match that the rule makes itself. */
    void learn(Field field, NftValue value) {
        if (field == Fields.META_L4PROTO) {
            transport = value.byteAt(0);
        } else if (field == Fields.META_NFPROTO && family == NftFamily.INET) {
            network = NftFamily.of(value.byteAt(0)).orElse(network);
        }
    }

    private List<Expression> ofTransport(int needed) {
        if (transport == needed) {
            return List.of();
        }
        if (transport != 0) {
            throw new IllegalArgumentException("no packet here is of the protocol " + needed);
        }
        transport = needed;
        return equal(Fields.META_L4PROTO, needed);
    }

    private static List<Expression> equal(Field field, int number) {
        return List.of(field.load().apply(Register.REG_1), new Cmp(Register.REG_1, Cmp.Op.EQ, field.number(number)));
    }
}
