package io.kubeipvs.netlink.nftables;

import java.util.List;
import java.util.Objects;

/**
 * One change to the rule set, as {@code nft} knows them. Each names the refusals to expect; {@code EPERM} besides them
 * is a missing CAP_NET_ADMIN or another program's {@link TableFlag#OWNER}, {@code EINVAL} an impossible value. Source:
 * {@code net/netfilter/nf_tables_api.c}.
 */
public sealed interface NftChange {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R putTable(PutTable change);

        R removeTable(RemoveTable change);

        R putChain(PutChain change);

        R removeChain(RemoveChain change);

        R flushChain(FlushChain change);

        R putSet(PutSet change);

        R removeSet(RemoveSet change);

        R flushSet(FlushSet change);

        R putElements(PutElements change);

        R removeElements(RemoveElements change);

        R addRule(AddRule change);

        R insertRule(InsertRule change);

        R replaceRule(ReplaceRule change);

        R removeRule(RemoveRule change);
    }

    <R> R on(Cases<R> cases);

    /** How a thing comes to be. */
    enum Put {
        /** An existing object stays. */
        ADD,
        /** An existing object refuses the transaction with {@code EEXIST}. */
        CREATE
    }

    /** How a thing goes. */
    enum Remove {
        /** A missing object refuses the transaction with {@code ENOENT}. */
        DELETE,
        /** A missing object is no error. Linux 6.3; before, every one is refused with {@code EINVAL}. */
        DESTROY
    }

    /** {@code EOPNOTSUPP}: a flag that the kernel does not know, or that an existing table cannot get. */
    record PutTable(NftTable table, Put how) implements NftChange {
        public PutTable {
            Objects.requireNonNull(table);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putTable(this);
        }
    }

    /** Removes a table and all that is in it. */
    record RemoveTable(NftTable.Key key, Remove how) implements NftChange {
        public RemoveTable {
            Objects.requireNonNull(key);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removeTable(this);
        }
    }

    /**
     * {@code ENOENT}: no such table, or the type's module is missing; {@code EOPNOTSUPP}: that type has no such hook;
     * {@code EEXIST}: there is one that stands elsewhere.
     */
    record PutChain(NftChain chain, Put how) implements NftChange {
        public PutChain {
            Objects.requireNonNull(chain);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putChain(this);
        }
    }

    /** Removes a chain and its rules. {@code EBUSY}: a rule or a map's element leads to it. */
    record RemoveChain(NftChain.Key key, Remove how) implements NftChange {
        public RemoveChain {
            Objects.requireNonNull(key);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removeChain(this);
        }
    }

    /** Removes all rules of a chain. {@code ENOENT}: there is no such chain. */
    record FlushChain(NftChain.Key key) implements NftChange {
        public FlushChain {
            Objects.requireNonNull(key);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.flushChain(this);
        }
    }

    /** {@code ENOENT}: there is no such table; {@code EEXIST}: there is one that is defined otherwise. */
    record PutSet(NftSet set, Put how) implements NftChange {
        public PutSet {
            ElementFit.requireIntervalsThatSort(set);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putSet(this);
        }
    }

    /** Removes a set and its elements. {@code EBUSY}: a rule uses it. */
    record RemoveSet(NftSet.Key key, Remove how) implements NftChange {
        public RemoveSet {
            Objects.requireNonNull(key);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removeSet(this);
        }
    }

    /** Removes all elements of a set. {@code ENOENT}: there is no such set. */
    record FlushSet(NftSet.Key key) implements NftChange {
        public FlushSet {
            Objects.requireNonNull(key);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.flushSet(this);
        }
    }

    /**
     * Adds elements. {@code ENOENT}: no such set, or no such chain as a verdict names; {@code EEXIST}: an interval
     * overlaps another, or a map has the key with other data; {@code ENFILE}: the set is full; {@code EBUSY}: a
     * constant set is in use.
     */
    record PutElements(NftSet set, List<NftElement> elements, Put how) implements NftChange {
        public PutElements {
            Objects.requireNonNull(how);
            elements = List.copyOf(elements);
            ElementFit.requireElements(set, elements);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putElements(this);
        }

        /** In short: the list may be long. */
        @Override
        public String toString() {
            return how + " of " + elements.size() + " elements, " + set;
        }
    }

    /** Removes elements, of which only the keys matter. {@code ENOENT} also: there is no such set. */
    record RemoveElements(NftSet set, List<NftElement> elements, Remove how) implements NftChange {
        public RemoveElements {
            Objects.requireNonNull(how);
            elements = List.copyOf(elements);
            if (elements.isEmpty()) {
                throw new IllegalArgumentException(set.key() + ": to remove no element would mean all of them");
            }
            ElementFit.requireKeys(set, elements);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removeElements(this);
        }

        /** In short: the list may be long. */
        @Override
        public String toString() {
            return how + " of " + elements.size() + " elements, " + set;
        }
    }

    /**
     * Adds a rule at the end of its chain. {@code ENOENT}: no such chain, set or expression; {@code EOPNOTSUPP}: an
     * expression is not allowed at the chain's hook; {@code ELOOP}: chains lead in a circle.
     *
     * @param behind the handle of the rule behind which it goes instead; 0 = at the end
     */
    record AddRule(NftRule rule, long behind) implements NftChange {
        public AddRule {
            Objects.requireNonNull(rule);
        }

        /** At the end. */
        public AddRule(NftRule rule) {
            this(rule, 0);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.addRule(this);
        }
    }

    /**
     * Adds a rule at the beginning of its chain. Refused as {@link AddRule} is.
     *
     * @param before the handle of the rule before which it goes instead; 0 = at the beginning
     */
    record InsertRule(NftRule rule, long before) implements NftChange {
        public InsertRule {
            Objects.requireNonNull(rule);
        }

        /** At the beginning. */
        public InsertRule(NftRule rule) {
            this(rule, 0);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.insertRule(this);
        }
    }

    /** Replaces the rule with the same handle. {@code ENOENT} also: there is none. */
    record ReplaceRule(NftRule rule) implements NftChange {
        public ReplaceRule {
            requireHandle(rule);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.replaceRule(this);
        }
    }

    /** Removes the rule of a handle. {@code ENOENT}: there is none. */
    record RemoveRule(NftRule rule, Remove how) implements NftChange {
        public RemoveRule {
            Objects.requireNonNull(how);
            requireHandle(rule);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removeRule(this);
        }
    }

    private static void requireHandle(NftRule rule) {
        if (rule.handle() == 0) {
            throw new IllegalArgumentException("a rule without a handle is not in the kernel: " + rule);
        }
    }
}
