package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.Objects;
import java.util.Optional;

/**
 * A chain of rules.
 *
 * @param base where packets enter it; empty for a chain that only other chains lead to
 */
public record NftChain(Key key, Optional<Base> base) {
    /** The attributes that identify a chain. */
    public record Key(NftTable.Key table, String name) {
        public Key {
            Objects.requireNonNull(table);
            Names.require("chain", name);
        }

        /** As {@code nft} spells it. */
        @Override
        public String toString() {
            return table + " " + name;
        }
    }

    /**
     * Where packets enter a chain. Only the policy can change later.
     *
     * @param priority among the chains of a hook, lower first; {@code nft} calls 0 filter, -100 dstnat, 100 srcnat
     */
    public record Base(ChainType type, Hook hook, int priority, ChainPolicy policy) {
        public Base {
            Objects.requireNonNull(type);
            Objects.requireNonNull(hook);
            Objects.requireNonNull(policy);
        }
    }

    public NftChain {
        Objects.requireNonNull(base);
        NftFamily family = key.table().family();
        if (base.isPresent() && !Hook.of(family).contains(base.get().hook())) {
            throw new IllegalArgumentException(
                    key + ": a hook " + base.get().hook() + " of family " + family + " is not known here");
        }
    }

    /** A chain that other chains lead to. */
    public static NftChain regular(NftTable.Key table, String name) {
        return new NftChain(new Key(table, name), Optional.empty());
    }

    /** A chain at a hook, with policy accept. */
    public static NftChain base(NftTable.Key table, String name, ChainType type, Hook hook, int priority) {
        Base base = new Base(type, hook, priority, ChainPolicy.ACCEPT);
        return new NftChain(new Key(table, name), Optional.of(base));
    }

    /** The same chain in another table. */
    public NftChain in(NftTable.Key table) {
        return new NftChain(new Key(table, key.name()), base);
    }

    /** The same base chain with another policy. */
    public NftChain withPolicy(ChainPolicy policy) {
        Base old = base.orElseThrow(() -> new IllegalArgumentException(key + " is no base chain: it has no policy"));
        return new NftChain(key, Optional.of(new Base(old.type(), old.hook(), old.priority(), policy)));
    }
}
