package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.expr.Register.NONE;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_1;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_2;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_3;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.CtDirection;
import io.kubeipvs.netlink.nftables.expr.CtKey;
import io.kubeipvs.netlink.nftables.expr.CtSet;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Log;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Masquerade;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a rule as {@code nft} would, to the expression: matches and statements in the order of its text, with the same
 * registers and the same expressions in between, so that {@code nft list} shows the text that a person would have
 * written. Single use.
 *
 * <pre>{@code
 * rule(INET).isIn("pods", IP_SADDR).masquerade()             // ip saddr @pods masquerade
 * rule(INET).is(FIB_DADDR_TYPE, AddressType.LOCAL).accept()  // fib daddr type local accept
 * }</pre>
 */
public final class RuleBuilder {
    private final NftFamily family;
    private final Dependencies dependencies;
    private final List<Expression> expressions = new ArrayList<>();
    private String comment = "";

    private RuleBuilder(NftFamily family) {
        this.family = family;
        this.dependencies = new Dependencies(family);
    }

    /** An empty rule for a table of this family. */
    public static RuleBuilder rule(NftFamily family) {
        return new RuleBuilder(family);
    }

    /** {@code field value}. */
    public RuleBuilder is(Field field, NftValue value) {
        match(Match.of(field, Cmp.Op.EQ, field.fitting(value)));
        dependencies.learn(field, value);
        return this;
    }

    /** {@code field != value}. */
    public RuleBuilder isNot(Field field, NftValue value) {
        return match(Match.of(field, Cmp.Op.NEQ, field.fitting(value)));
    }

    /** {@code field number}: a port, a mark, a protocol. */
    public RuleBuilder is(Field field, int number) {
        return is(field, field.number(number));
    }

    /** {@code field != number}. */
    public RuleBuilder isNot(Field field, int number) {
        return isNot(field, field.number(number));
    }

    /** {@code field address}. */
    public RuleBuilder is(Field field, Address address) {
        return is(field, NftValue.address(address));
    }

    /** {@code iifname "name"}; a name that ends in {@code *} stands for all that begin so. */
    public RuleBuilder is(Field field, String interfaceName) {
        return match(Match.interfaces(field, Cmp.Op.EQ, interfaceName));
    }

    /** {@code iifname != "name"}; a name that ends in {@code *} stands for all that begin so. */
    public RuleBuilder isNot(Field field, String interfaceName) {
        return match(Match.interfaces(field, Cmp.Op.NEQ, interfaceName));
    }

    /** {@code field address/prefix}. */
    public RuleBuilder isWithin(Field field, Address address, int prefix) {
        return match(Match.network(field, Cmp.Op.EQ, address, prefix));
    }

    /** {@code field != address/prefix}. */
    public RuleBuilder isNotWithin(Field field, Address address, int prefix) {
        return match(Match.network(field, Cmp.Op.NEQ, address, prefix));
    }

    /** {@code field first-last}; the field is in network byte order. */
    public RuleBuilder isBetween(Field field, int first, int last) {
        return match(Match.between(field, first, last));
    }

    /** {@code field != first-last}; the field is in network byte order. */
    public RuleBuilder isNotBetween(Field field, int first, int last) {
        return match(Match.notBetween(field, first, last));
    }

    /** {@code ct state established,related}, {@code meta mark & bits != 0}. */
    public RuleBuilder hasAny(Field field, int bits) {
        return match(Match.masked(field, bits, Cmp.Op.NEQ, 0));
    }

    /** {@code field & mask == value}. */
    public RuleBuilder has(Field field, int mask, int value) {
        return match(Match.masked(field, mask, Cmp.Op.EQ, value));
    }

    /** {@code field & mask != value}. */
    public RuleBuilder hasNot(Field field, int mask, int value) {
        return match(Match.masked(field, mask, Cmp.Op.NEQ, value));
    }

    /** {@code field . field @set}; in a set of intervals, numbers in the host's byte order have no place. */
    public RuleBuilder isIn(String set, Field... fields) {
        return load(fields).then(new Lookup(set, REG_1, NONE, false));
    }

    /** {@code field . field != @set}. */
    public RuleBuilder isNotIn(String set, Field... fields) {
        return load(fields).then(new Lookup(set, REG_1, NONE, true));
    }

    /** {@code field . field vmap @map}. */
    public RuleBuilder verdictOf(String map, Field... fields) {
        return load(fields).then(new Lookup(map, REG_1, Register.VERDICT, false));
    }

    /** {@code meta mark set mark}. */
    public RuleBuilder setMark(int mark) {
        return set(MetaKey.MARK, mark);
    }

    /** {@code meta priority set field & mask ^ xor}, for instance. @param key a {@link MetaKey} of 4 bytes */
    public RuleBuilder setFrom(int key, Field field, int mask, int xor) {
        return load(field)
                .then(new Bitwise(REG_1, REG_1, NftValue.u32(mask), NftValue.u32(xor)))
                .then(new MetaSet(key, REG_1));
    }

    /** {@code meta priority set number}, for instance. @param key a {@link MetaKey} of 4 bytes */
    public RuleBuilder set(int key, int number) {
        return then(new Immediate(REG_1, NftValue.u32(number))).then(new MetaSet(key, REG_1));
    }

    /** {@code meta mark set field . field map @map}. */
    public RuleBuilder setMarkOf(String map, Field... fields) {
        return load(fields).then(new Lookup(map, REG_1, REG_1, false)).then(new MetaSet(MetaKey.MARK, REG_1));
    }

    /** {@code meta mark set meta mark | bits}. */
    public RuleBuilder orMark(int bits) {
        return setFrom(MetaKey.MARK, Fields.META_MARK, ~bits, bits);
    }

    /** {@code meta mark set meta mark & bits}. */
    public RuleBuilder andMark(int bits) {
        return setFrom(MetaKey.MARK, Fields.META_MARK, bits, 0);
    }

    /** {@code ct mark set meta mark}. */
    public RuleBuilder saveMark() {
        return load(Fields.META_MARK).then(new CtSet(CtKey.MARK, CtDirection.NONE, REG_1));
    }

    /** {@code meta mark set ct mark}. */
    public RuleBuilder restoreMark() {
        return load(Fields.CT_MARK).then(new MetaSet(MetaKey.MARK, REG_1));
    }

    /** {@code add @set { field . field timeout ...}}; no timeout, {@link Duration#ZERO}, is the set's own. */
    public RuleBuilder add(String set, Duration timeout, Field... fields) {
        return change(Dynset.Op.ADD, set, timeout, fields);
    }

    /** {@code update @set { field . field timeout ...}}: adds, or starts the timeout anew. */
    public RuleBuilder update(String set, Duration timeout, Field... fields) {
        return change(Dynset.Op.UPDATE, set, timeout, fields);
    }

    /** {@code delete @set { field . field }}. */
    public RuleBuilder delete(String set, Field... fields) {
        return change(Dynset.Op.DELETE, set, Duration.ZERO, fields);
    }

    /** {@code counter}. */
    public RuleBuilder counter() {
        return then(Counter.ZERO);
    }

    /** {@code log prefix "prefix"}. */
    public RuleBuilder log(String prefix) {
        return then(new Log(prefix, Log.WARNING, 0, Log.NO_GROUP));
    }

    /** {@code masquerade}. */
    public RuleBuilder masquerade() {
        return masquerade(0);
    }

    /** {@code masquerade random,...}. @param flags {@link NatFlag}s */
    public RuleBuilder masquerade(int flags) {
        return then(new Masquerade(flags, RegisterRange.NONE));
    }

    /** {@code masquerade to :first-last}, where the protocol is known to have ports. @param flags {@link NatFlag}s */
    public RuleBuilder masquerade(int flags, int firstPort, int lastPort) {
        return then(new Immediate(REG_1, NftValue.be16(firstPort)))
                .then(new Immediate(REG_2, NftValue.be16(lastPort)))
                .then(new Masquerade(flags, new RegisterRange(REG_1, REG_2)));
    }

    /** {@code snat ip to address}. */
    public RuleBuilder snat(Address address) {
        return nat(Nat.Type.SNAT, address);
    }

    /** {@code dnat ip to address}. */
    public RuleBuilder dnat(Address address) {
        return nat(Nat.Type.DNAT, address);
    }

    /** {@code dnat ip to address:port}, where the protocol is known to have ports. */
    public RuleBuilder dnat(Address address, int port) {
        NftFamily to = NftFamily.of(address.family());
        return then(new Immediate(REG_1, NftValue.address(address)))
                .then(new Immediate(REG_2, NftValue.be16(port)))
                .then(new Nat(Nat.Type.DNAT, to, 0, RegisterRange.of(REG_1), RegisterRange.of(REG_2)));
    }

    /** {@code snat to field . field map @map:first-last}, where the protocol has ports. @param flags {@link NatFlag}s */
    public RuleBuilder snatOf(String map, int firstPort, int lastPort, int flags, Field... fields) {
        return load(fields)
                .then(new Lookup(map, REG_1, REG_1, false))
                .then(new Immediate(REG_2, NftValue.be16(firstPort)))
                .then(new Immediate(REG_3, NftValue.be16(lastPort)))
                .then(new Nat(Nat.Type.SNAT, family, flags, RegisterRange.of(REG_1), new RegisterRange(REG_2, REG_3)));
    }

    /** {@code dnat to field . field map @map}, in the families ip and ip6. */
    public RuleBuilder dnatOf(String map, Field... fields) {
        return load(fields)
                .then(new Lookup(map, REG_1, REG_1, false))
                .then(new Nat(Nat.Type.DNAT, family, 0, RegisterRange.of(REG_1), RegisterRange.NONE));
    }

    /** {@code dnat to field}, in the families ip and ip6; to the destination itself, no other rule changes it. */
    public RuleBuilder dnat(Field address) {
        return load(address).then(new Nat(Nat.Type.DNAT, family, 0, RegisterRange.of(REG_1), RegisterRange.NONE));
    }

    /** {@code reject with tcp reset}, for TCP alone. */
    public RuleBuilder rejectWithTcpReset() {
        expressions.addAll(dependencies.ofTcp());
        return then(Reject.TCP_RESET);
    }

    /** {@code reject with icmpx ...}, in the family inet. @param code an {@link Reject.IcmpxCode} */
    public RuleBuilder rejectWithIcmpx(int code) {
        return then(Reject.icmpx(code));
    }

    /** {@code reject with icmp ...} or {@code icmpv6 ...}, for one family alone. */
    public RuleBuilder rejectWithIcmp(NftFamily network, int code) {
        expressions.addAll(dependencies.ofNetwork(network));
        return then(new Reject(Reject.Type.ICMP_UNREACH, code));
    }

    /** {@code accept}. */
    public RuleBuilder accept() {
        return verdict(Verdict.ACCEPT);
    }

    /** {@code drop}. */
    public RuleBuilder drop() {
        return verdict(Verdict.DROP);
    }

    /** {@code return}, {@code jump chain}, ... */
    public RuleBuilder verdict(Verdict verdict) {
        return then(Immediate.of(verdict));
    }

    /** Whatever else, as it is. */
    public RuleBuilder then(Expression expression) {
        expressions.add(expression);
        return this;
    }

    /** {@code comment "..."}, at most {@link NftRule#MAX_COMMENT} bytes. */
    public RuleBuilder comment(String text) {
        Comments.require(text);
        comment = text;
        return this;
    }

    /** The rule, to be added to a chain of its family. */
    public NftRule in(NftChain.Key chain) {
        if (chain.table().family() != family) {
            throw new IllegalArgumentException("a rule for the family " + family + " in the chain " + chain);
        }
        return new NftRule(chain, 0, comment, expressions);
    }

    private RuleBuilder load(Field... fields) {
        for (Field field : fields) {
            expressions.addAll(dependencies.of(field));
        }
        int word = 0;
        for (Field field : fields) {
            then(field.load().apply(Register.ofWord(word)));
            word += (field.length() + 3) / 4;
        }
        return this;
    }

    private RuleBuilder match(Match match) {
        load(match.field());
        expressions.addAll(match.tests());
        return this;
    }

    private RuleBuilder change(int op, String set, Duration timeout, Field... fields) {
        return load(fields).then(new Dynset(set, op, REG_1, NONE, timeout.toMillis(), false, List.of()));
    }

    private RuleBuilder nat(int type, Address address) {
        return then(new Immediate(REG_1, NftValue.address(address)))
                .then(new Nat(type, NftFamily.of(address.family()), 0, RegisterRange.of(REG_1), RegisterRange.NONE));
    }
}
