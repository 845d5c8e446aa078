package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import java.util.List;
import java.util.Optional;

/**
 * Chains on the wire. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_newchain, nf_tables_fill_chain_info}.
 */
final class ChainCodec {
    private ChainCodec() {}

    static void write(AttributeWriter out, NftChain chain) {
        writeKey(out, chain.key());
        if (chain.base().isPresent()) {
            NftChain.Base base = chain.base().get();
            out.cstring(ChainAttr.TYPE, base.type().toString());
            out.be32(ChainAttr.POLICY, base.policy().number());
            out.nest(ChainAttr.HOOK, chain, ChainCodec::writeHook);
        }
    }

    static void writeKey(AttributeWriter out, NftChain.Key key) {
        out.cstring(ChainAttr.TABLE, key.table().name());
        out.cstring(ChainAttr.NAME, key.name());
    }

    /** A chain of a table that was asked for; empty for those of other tables, of which no more than that is read. */
    static Optional<NftChain> decode(Message message, NftTable.Key table) throws MalformedMessageException {
        if (!NftHeader.isAbout(table, message, ChainAttr.LAYOUT, ChainAttr.TABLE)) {
            return Optional.empty();
        }
        return Optional.of(new Fields(table).read(message.attributes(ChainAttr.LAYOUT)));
    }

    private static void writeHook(NftChain chain, AttributeWriter out) {
        NftChain.Base base = chain.base().orElseThrow();
        out.be32(HookAttr.HOOKNUM, base.hook().number(chain.key().table().family()));
        out.be32(HookAttr.PRIORITY, base.priority());
    }

    /** What was found of one chain so far. */
    private static final class Fields {
        private final NftTable.Key table;
        private String name;
        private ChainType type;
        private Hook hook;
        private int priority;
        private ChainPolicy policy = ChainPolicy.ACCEPT;

        Fields(NftTable.Key table) {
            this.table = table;
        }

        NftChain read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case ChainAttr.NAME -> name = in.cstring();
                    case ChainAttr.TYPE -> type = type(in);
                    case ChainAttr.POLICY -> policy = one(List.of(ChainPolicy.values()), in);
                    case ChainAttr.HOOK -> readHook(in.nest());
                    default -> {
                        // counts and handles
                    }
                }
            }
            if (name == null) {
                throw in.missing(ChainAttr.NAME);
            }
            if ((type == null) != (hook == null)) {
                throw in.missing(type == null ? ChainAttr.TYPE : ChainAttr.HOOK);
            }
            try {
                Optional<NftChain.Base> base =
                        type == null ? Optional.empty() : Optional.of(new NftChain.Base(type, hook, priority, policy));
                return new NftChain(new NftChain.Key(table, name), base);
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void readHook(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case HookAttr.HOOKNUM -> hook = one(Hook.of(table.family()), in);
                    case HookAttr.PRIORITY -> priority = in.be32();
                    default -> {
                        // devices, which only netdev and ingress chains have
                    }
                }
            }
        }

        private static ChainType type(AttributeReader in) throws MalformedMessageException {
            String name = in.cstring();
            for (ChainType type : ChainType.values()) {
                if (type.toString().equals(name)) {
                    return type;
                }
            }
            throw in.malformed("chain type \"" + name + "\" is not known here");
        }

        private static <T> T one(List<T> values, AttributeReader in) throws MalformedMessageException {
            int number = in.be32();
            if (number < 0 || number >= values.size()) {
                throw in.malformed(number + " is not known here");
            }
            return values.get(number);
        }
    }
}
