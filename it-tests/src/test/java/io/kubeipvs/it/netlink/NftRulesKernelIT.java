package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.nftables.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftChange.AddRule;
import io.kubeipvs.netlink.nftables.NftChange.InsertRule;
import io.kubeipvs.netlink.nftables.NftChange.Remove;
import io.kubeipvs.netlink.nftables.NftChange.RemoveRule;
import io.kubeipvs.netlink.nftables.NftChange.ReplaceRule;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Unknown;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NftRulesKernelIT {

    private static final NftResult COMMITTED = new NftResult.Committed();
    private static final String TABLE = "t";
    private static final NftChain.Key CHAIN = key(NftFamily.IP, "c");

    private KernelNamespace namespace;
    private NftablesClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        client = namespace.call(NftablesClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    static Stream<Arguments> chains() {
        return Stream.of(NftFamily.INET, NftFamily.IP, NftFamily.IP6)
                .flatMap(family -> Stream.of(RuleCases.FILTER, RuleCases.PREROUTING, RuleCases.POSTROUTING)
                        .map(chain -> Arguments.of(family, chain)))
                .filter(arguments -> !cases(arguments).isEmpty());
    }

    private static List<RuleCases.Case> cases(Arguments arguments) {
        return RuleCases.of((NftFamily) arguments.get()[0], (String) arguments.get()[1]);
    }

    @ParameterizedTest
    @MethodSource("chains")
    void nftListsOurRulesAsAPersonWritesThem(NftFamily family, String chain) throws Exception {
        load(tableOf(family));
        List<RuleCases.Case> cases = RuleCases.of(family, chain);
        List<NftRule> ours = cases.stream()
                .map(one -> one.build().apply(rule(family)).in(key(family, chain)))
                .toList();

        commit(ours.stream().map(AddRule::new).toArray(NftChange[]::new));

        assertThat(listed(family, chain))
                .containsExactlyElementsOf(
                        cases.stream().map(RuleCases.Case::text).toList());
        assertThat(expressions(family, chain))
                .containsExactlyElementsOf(
                        ours.stream().map(NftRule::expressions).toList());
    }

    @ParameterizedTest
    @MethodSource("chains")
    void readsTheRulesOfNft(NftFamily family, String chain) throws Exception {
        List<RuleCases.Case> cases = RuleCases.of(family, chain);
        load(tableOf(family)
                + cases.stream()
                        .map(one -> "add rule %s t %s %s%n".formatted(family, chain, one.text()))
                        .collect(Collectors.joining()));

        assertThat(expressions(family, chain))
                .containsExactlyElementsOf(cases.stream()
                        .map(one -> one.build()
                                .apply(rule(family))
                                .in(key(family, chain))
                                .expressions())
                        .toList());
        assertThat(client.unknownAttributes()).isZero();
    }

    /** nft 1.0.6 turns the byte order of a single byte for a set of intervals, which Linux 6.12 refuses. */
    @Test
    void nftListsRulesThatItCannotWriteItself() throws Exception {
        load("table ip t {\n"
                + "set sources { type inet_proto . ipv4_addr . inet_service . ipv4_addr; flags interval; }\n"
                + "map dialled { type ipv4_addr . inet_service : verdict; }\n"
                + "chain c { }\n}\n");

        commit(
                new AddRule(rule(NftFamily.IP)
                        .isIn("sources", Fields.META_L4PROTO, Fields.IP_DADDR, Fields.TH_DPORT, Fields.IP_SADDR)
                        .accept()
                        .in(CHAIN)),
                new AddRule(rule(NftFamily.IP)
                        .verdictOf("dialled", Fields.CT_ORIGINAL_IP_DADDR, Fields.CT_ORIGINAL_PROTO_DST)
                        .in(CHAIN)));

        assertThat(listed(NftFamily.IP, "c"))
                .containsExactly(
                        "meta l4proto . ip daddr . th dport . ip saddr @sources accept",
                        "ct original ip daddr . ct original proto-dst vmap @dialled");
    }

    @Test
    void putsRulesWhereTheyBelong() throws Exception {
        load("table ip t {\nchain c { }\n}\n");
        commit(new AddRule(numbered(1)), new AddRule(numbered(4)));
        long first = rules().get(0).handle();
        long last = rules().get(1).handle();

        commit(
                new AddRule(numbered(2), first),
                new InsertRule(numbered(3), last),
                new InsertRule(numbered(0)),
                new ReplaceRule(numbered(5).withHandle(last)),
                new RemoveRule(numbered(1).withHandle(first), Remove.DELETE));

        assertThat(listed(NftFamily.IP, "c"))
                .containsExactly(
                        "meta mark 0x00000000 accept",
                        "meta mark 0x00000002 accept",
                        "meta mark 0x00000003 accept",
                        "meta mark 0x00000005 accept");
    }

    @Test
    void readsTheCommentAndTheCountersOfARule() throws Exception {
        load("table ip t {\nchain c { counter packets 3 bytes 180 accept comment \"seen \u00fc\"; }\n}\n");

        assertThat(rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.comment()).isEqualTo("seen \u00fc"))
                .satisfies(rule -> assertThat(rule.expressions())
                        .containsExactly(new Counter(180, 3), Immediate.of(Verdict.ACCEPT)));
    }

    @Test
    void keepsTheNameOfWhatItCannotRead() throws Exception {
        load("table ip t {\nchain c { ip ttl set 3; quota 10 mbytes; rt classid 5 accept; }\n}\n");

        assertThat(expressions(NftFamily.IP, "c"))
                .extracting(all -> all.stream()
                        .filter(Unknown.class::isInstance)
                        .map(Expression::name)
                        .toList())
                .containsExactly(List.of("payload"), List.of("quota"), List.of("rt"));
    }

    @Test
    void aRefusalNamesTheAttribute() throws Exception {
        load("table ip t {\nchain c { }\n}\n");

        assertThat(refusal(rule(NftFamily.IP).accept().in(key(NftFamily.IP, "nowhere"))))
                .extracting(Refusal::errno, Refusal::attribute)
                .containsExactly(Errno.ENOENT, "NFTA_RULE_CHAIN");
        assertThat(refusal(rule(NftFamily.IP).isIn("nothing", Fields.IP_SADDR).in(CHAIN)))
                .extracting(Refusal::errno, Refusal::attribute)
                .containsExactly(Errno.ENOENT, "NFTA_RULE_EXPRESSIONS/NFTA_LIST_ELEM");
        assertThat(refusal(rule(NftFamily.IP).verdict(Verdict.jump("nowhere")).in(CHAIN)))
                .extracting(Refusal::errno, Refusal::attribute)
                .containsExactly(Errno.ENOENT, "NFTA_RULE_EXPRESSIONS/NFTA_LIST_ELEM");
    }

    private static NftRule numbered(int number) {
        return rule(NftFamily.IP).is(Fields.META_MARK, number).accept().in(CHAIN);
    }

    private Refusal refusal(NftRule rule) {
        NftResult result = client.apply(List.of(new AddRule(rule)));
        assertThat(result).isInstanceOf(NftResult.Refused.class);
        return ((NftResult.Refused) result).changes().get(0).refusal();
    }

    private void commit(NftChange... changes) {
        assertThat(client.apply(List.of(changes))).isEqualTo(COMMITTED);
    }

    private List<NftRule> rules() throws Exception {
        return client.rules(CHAIN);
    }

    private List<List<Expression>> expressions(NftFamily family, String chain) throws Exception {
        return client.rules(key(family, chain)).stream()
                .map(NftRule::expressions)
                .toList();
    }

    private static NftChain.Key key(NftFamily family, String chain) {
        return new NftChain.Key(new NftTable.Key(family, TABLE), chain);
    }

    private static String tableOf(NftFamily family) {
        return "table " + family + " t {\n" + RuleCases.OBJECTS + "}\n";
    }

    /** The lines that {@code nft} lists between a chain's braces, without the line of a base chain. */
    private List<String> listed(NftFamily family, String chain) {
        return namespace
                .run("nft", "list", "chain", family.toString(), TABLE, chain)
                .lines()
                .filter(line -> line.startsWith("\t\t") && !line.startsWith("\t\ttype "))
                .map(String::strip)
                .toList();
    }

    private void load(String script) throws Exception {
        Path file = Files.createTempFile("rules-", ".nft");
        Files.writeString(file, script);
        namespace.run("nft", "-f", file.toString());
        Files.delete(file);
    }
}
