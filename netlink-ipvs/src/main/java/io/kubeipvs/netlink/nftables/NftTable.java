package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.Objects;

/**
 * A table: the family and name under which chains and sets stand.
 *
 * @param flags of {@link TableFlag}; 0 = none
 */
public record NftTable(Key key, int flags) {
    /** The attributes that identify a table. */
    public record Key(NftFamily family, String name) {
        public Key {
            Objects.requireNonNull(family);
            Names.require("table", name);
        }

        /** As {@code nft} spells it. */
        @Override
        public String toString() {
            return family + " " + name;
        }
    }

    public NftTable {
        Objects.requireNonNull(key);
    }

    /** A table without flags. */
    public static NftTable of(NftFamily family, String name) {
        return new NftTable(new Key(family, name), 0);
    }

    /** The same table with other flags. */
    public NftTable withFlags(int newFlags) {
        return new NftTable(key, newFlags);
    }

    /** Bound to a socket: no other program may change it. */
    public boolean isOwned() {
        return (flags & TableFlag.OWNER) != 0;
    }
}
