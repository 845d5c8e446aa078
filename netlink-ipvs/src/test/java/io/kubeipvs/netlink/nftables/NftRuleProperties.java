package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.CtDirection;
import io.kubeipvs.netlink.nftables.expr.CtLoad;
import io.kubeipvs.netlink.nftables.expr.CtSet;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Fib;
import io.kubeipvs.netlink.nftables.expr.Hash;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Limit;
import io.kubeipvs.netlink.nftables.expr.Log;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Masquerade;
import io.kubeipvs.netlink.nftables.expr.MetaLoad;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Notrack;
import io.kubeipvs.netlink.nftables.expr.Numgen;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import io.kubeipvs.netlink.nftables.expr.Range;
import io.kubeipvs.netlink.nftables.expr.Redirect;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Shift;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NftRuleProperties {
    @Property(edgeCases = EdgeCasesMode.NONE)
    void aRuleSurvivesTheWire(@ForAll("rules") NftRule rule) throws Exception {
        byte[] bytes = Golden.encode(rule, NftRuleGoldenTest::encode, new byte[16]);

        assertThat(Golden.decode(bytes, RuleCodec::decode)).containsExactly(rule);
    }

    @Provide
    Arbitrary<NftRule> rules() {
        Arbitrary<List<Expression>> expressions = expressions().list().ofMaxSize(6);
        Arbitrary<Long> handles = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<String> comments = Arbitraries.strings().alpha().ofMaxLength(Comments.MAX);
        Arbitrary<NftChain.Key> chains = Combinators.combine(Arbitraries.of(NftFamily.class), names(), names())
                .as((family, table, chain) -> new NftChain.Key(new NftTable.Key(family, table), chain));
        return Combinators.combine(chains, handles, comments, expressions).as(NftRule::new);
    }

    private static Arbitrary<Expression> expressions() {
        return Arbitraries.oneOf(List.of(loads(), matches(), counts(), actions(), translations(), dynsets()));
    }

    private static Arbitrary<Expression> loads() {
        Arbitrary<Integer> numbers = Arbitraries.integers();
        Arbitrary<Integer> directions = Arbitraries.of(CtDirection.NONE, CtDirection.ORIGINAL, CtDirection.REPLY);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(numbers, numbers).as(MetaLoad::new),
                Combinators.combine(numbers, numbers).as(MetaSet::new),
                Combinators.combine(numbers, numbers, numbers, numbers).as(PayloadLoad::new),
                Combinators.combine(numbers, directions, numbers).as(CtLoad::new),
                Combinators.combine(numbers, directions, numbers).as(CtSet::new),
                Combinators.combine(numbers, numbers, numbers).as(Fib::new),
                Combinators.combine(numbers, numbers, numbers, numbers).as(Numgen::new),
                Combinators.combine(numbers, numbers, numbers, numbers, numbers, numbers)
                        .as(Hash::new),
                Combinators.combine(numbers, data()).as(Immediate::new)));
    }

    private static Arbitrary<Expression> matches() {
        Arbitrary<Integer> numbers = Arbitraries.integers();
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(names(), numbers, numbers, flags).as(Lookup::new),
                values().flatMap(mask -> Combinators.combine(numbers, numbers, values(mask.length()))
                        .as((source, destination, xor) -> new Bitwise(source, destination, mask, xor))),
                Combinators.combine(
                                numbers,
                                numbers,
                                numbers,
                                Arbitraries.of(Bitwise.Op.LSHIFT, Bitwise.Op.RSHIFT),
                                numbers)
                        .as(Shift::new),
                Combinators.combine(numbers, numbers, values()).as(Cmp::new),
                Combinators.combine(numbers, flags, values(), values()).as(Range::new)));
    }

    private static Arbitrary<Expression> counts() {
        Arbitrary<Long> amounts = Arbitraries.longs();
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(amounts, amounts).as(Counter::new),
                Combinators.combine(amounts, amounts, Arbitraries.integers(), flags, flags)
                        .as(Limit::new)));
    }

    private static Arbitrary<Expression> actions() {
        Arbitrary<Integer> numbers = Arbitraries.integers();
        Arbitrary<String> prefixes = Arbitraries.strings().alpha().ofMaxLength(20);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(numbers, Arbitraries.integers().between(0, 255))
                        .as(Reject::new),
                Combinators.combine(prefixes, numbers, numbers)
                        .as((prefix, level, flags) -> new Log(prefix, level, flags, Log.NO_GROUP)),
                Combinators.combine(prefixes, Arbitraries.integers().between(0, 65535))
                        .as((prefix, group) -> new Log(prefix, Log.WARNING, 0, group)),
                Arbitraries.just(new Notrack())));
    }

    private static Arbitrary<Expression> translations() {
        Arbitrary<Integer> flags = Arbitraries.integers().map(bits -> bits & ~3);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(flags, ranges()).as(Masquerade::new),
                Combinators.combine(flags, ranges()).as(Redirect::new),
                Combinators.combine(
                                Arbitraries.integers(),
                                Arbitraries.of(NftFamily.IP, NftFamily.IP6),
                                flags,
                                ranges(),
                                ranges())
                        .as(Nat::new)));
    }

    private static Arbitrary<Expression> dynsets() {
        Arbitrary<Integer> numbers = Arbitraries.integers();
        return Combinators.combine(
                        names(),
                        numbers,
                        numbers,
                        numbers,
                        Arbitraries.longs(),
                        Arbitraries.of(true, false),
                        counts().list().ofMaxSize(3))
                .as(Dynset::new);
    }

    private static Arbitrary<RegisterRange> ranges() {
        Arbitrary<Integer> registers = Arbitraries.integers().between(0, 23);
        return Arbitraries.oneOf(
                Combinators.combine(registers, registers).as(RegisterRange::new), Arbitraries.just(RegisterRange.NONE));
    }

    private static Arbitrary<NftData> data() {
        return Arbitraries.oneOf(
                values(),
                Arbitraries.of(Verdict.ACCEPT, Verdict.DROP, Verdict.CONTINUE, Verdict.RETURN),
                names().map(Verdict::jump),
                names().map(Verdict::goTo));
    }

    private static Arbitrary<NftValue> values() {
        return Arbitraries.integers().between(1, NftValue.MAX_LENGTH).flatMap(NftRuleProperties::values);
    }

    private static Arbitrary<NftValue> values(int length) {
        return Arbitraries.bytes().array(byte[].class).ofSize(length).map(NftValue::of);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
    }
}
