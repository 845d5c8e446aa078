package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.List;
import java.util.Optional;

/**
 * Chains on the wire. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_newchain, nf_tables_fill_chain_info}.
 */
final class ChainCodec {
    /** Attributes of a chain. Source: {@code nf_tables.h, enum nft_chain_attributes}. */
    static final class Attr {
        /** String. */
        static final int TABLE = 1;
        /** String. */
        static final int NAME = 3;
        /** Nested, {@link HookAttr}; base chains only. */
        static final int HOOK = 4;
        /** be32, {@code NF_DROP} or {@code NF_ACCEPT}; base chains only. */
        static final int POLICY = 5;
        /** String, a {@link ChainType}; base chains only. */
        static final int TYPE = 7;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_CHAIN_",
                        "UNSPEC",
                        "TABLE",
                        "HANDLE",
                        "NAME",
                        "HOOK",
                        "POLICY",
                        "USE",
                        "TYPE",
                        "COUNTERS",
                        "PAD",
                        "FLAGS",
                        "ID",
                        "USERDATA")
                .nested(HOOK, HookAttr.NAMES);

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    /** Attributes inside {@code NFTA_CHAIN_HOOK}. Source: {@code nf_tables.h, enum nft_hook_attributes}. */
    static final class HookAttr {
        /** be32, a {@link Hook}'s number. */
        static final int HOOKNUM = 1;
        /** be32, signed: lower comes first. */
        static final int PRIORITY = 2;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_HOOK_", "UNSPEC", "HOOKNUM", "PRIORITY", "DEV", "DEVS");

        private HookAttr() {}
    }

    private ChainCodec() {}

    static void write(AttributeWriter out, NftChain chain) {
        writeKey(out, chain.key());
        if (chain.base().isPresent()) {
            NftChain.Base base = chain.base().get();
            out.cstring(Attr.TYPE, base.type().toString());
            out.be32(Attr.POLICY, base.policy().number());
            out.nest(Attr.HOOK, chain, ChainCodec::writeHook);
        }
    }

    static void writeKey(AttributeWriter out, NftChain.Key key) {
        out.cstring(Attr.TABLE, key.table().name());
        out.cstring(Attr.NAME, key.name());
    }

    /** A chain of the requested table. Empty for chains of other tables, of which only the table's name is read. */
    static Optional<NftChain> decode(Message message, NftTable.Key table) throws MalformedMessageException {
        if (!NftHeader.isAbout(table, message, Attr.LAYOUT, Attr.TABLE)) {
            return Optional.empty();
        }
        return Optional.of(new Fields(table).read(message.attributes(Attr.LAYOUT)));
    }

    private static void writeHook(NftChain chain, AttributeWriter out) {
        NftChain.Base base = chain.base().orElseThrow();
        out.be32(HookAttr.HOOKNUM, base.hook().number(chain.key().table().family()));
        out.be32(HookAttr.PRIORITY, base.priority());
    }

    /** The fields of one chain that are decoded so far. */
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
                    case Attr.NAME -> name = in.cstring();
                    case Attr.TYPE -> type = type(in);
                    case Attr.POLICY -> policy = one(List.of(ChainPolicy.values()), in);
                    case Attr.HOOK -> readHook(in.nest());
                    default -> {
                        // counts and handles
                    }
                }
            }
            if (name == null) {
                throw in.missing(Attr.NAME);
            }
            if ((type == null) != (hook == null)) {
                throw in.missing(type == null ? Attr.TYPE : Attr.HOOK);
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
