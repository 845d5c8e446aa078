package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.netlink.DumpInterruptedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.ScriptedTransport.Replies;
import io.kubeipvs.netlink.ScriptedTransport.Sent;
import io.kubeipvs.netlink.Wire;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cases that a real kernel rarely has: transactions that are too large, and lists that change while they are read. */
class NftablesClientTest {
    private static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    private static final NftSet PORTS = NftSet.of(TABLE.key(), "ports", DataType.INET_SERVICE);
    private static final NftChange PUT_TABLE = new NftChange.PutTable(TABLE, ADD);
    private static final NftChange PUT_SET = new NftChange.PutSet(PORTS, ADD);
    /** 16 bytes an element: three messages. */
    private static final NftChange PUT_MANY = new NftChange.PutElements(PORTS, elements(0, 9000), ADD);

    @Test
    void longListsAreSeveralMessages() {
        ScriptedTransport kernel = new ScriptedTransport(1 << 20, NftablesClientTest::obey);

        assertThat(client(kernel).apply(List.of(PUT_TABLE, PUT_SET, PUT_MANY))).isEqualTo(new NftResult.Committed());
        assertThat(kernel.sends()).extracting(List::size).containsExactly(2 + 2 + 3);
    }

    @Test
    void aListThatIsTooLargeIsCutBetweenListsOfElements() {
        ScriptedTransport kernel = new ScriptedTransport(140_000, NftablesClientTest::obey);

        assertThat(client(kernel).apply(List.of(PUT_TABLE, PUT_SET, PUT_MANY))).isEqualTo(new NftResult.Committed());
        assertThat(kernel.sends()).extracting(List::size).containsExactly(2 + 4, 2 + 1);
    }

    @Test
    void aRefusalNamesTheChangeAndTheNumberOfExecutedChanges() {
        int[] sends = {0};
        ScriptedTransport kernel = new ScriptedTransport(140_000, (sent, replies) -> {
            if (sends[0]++ == 0) {
                obey(sent, replies);
            } else {
                replies.datagram(Wire.ack(sent.get(1).sequence(), 23));
            }
        });

        NftResult result = client(kernel).apply(List.of(PUT_TABLE, PUT_SET, PUT_MANY));

        assertThat(result).isInstanceOf(NftResult.Refused.class);
        NftResult.Refused refused = (NftResult.Refused) result;
        assertThat(refused.done()).isEqualTo(2);
        assertThat(refused.changes()).singleElement().satisfies(change -> {
            assertThat(change.index()).isEqualTo(2);
            assertThat(change.refusal().errno()).isEqualTo(Errno.ENFILE);
            assertThat(change.toString())
                    .startsWith("ADD of 810 elements, set ip kube ports { type inet_service } refused: ENFILE");
        });
    }

    @Test
    void changesThatBelongTogetherAndAreTooLargeAreNotSent() {
        ScriptedTransport kernel = new ScriptedTransport(140_000, NftablesClientTest::obey);
        NftChange flush = new NftChange.FlushSet(PORTS.key());

        NftResult result = client(kernel).apply(List.of(flush, PUT_MANY));

        assertThat(result.toString())
                .isEqualTo("the transaction refused: EMSGSIZE: changes that belong together are larger than a"
                        + " transaction (request 0)");
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void aListThatExpectsAGenerationIsNeverCut() {
        ScriptedTransport kernel = new ScriptedTransport(140_000, NftablesClientTest::obey);

        assertThat(client(kernel).apply(List.of(PUT_TABLE, PUT_SET, PUT_MANY), 7))
                .isInstanceOf(NftResult.Refused.class);
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void anEmptyListOfElementsIsNothing() {
        ScriptedTransport kernel = new ScriptedTransport(NftablesClientTest::obey);

        assertThat(client(kernel).apply(List.of(new NftChange.PutElements(PORTS, List.of(), ADD))))
                .isEqualTo(new NftResult.Committed());
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void aRefusalNamesTheElementThatTheKernelPointsTo() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            int third = 16 + 4 + 12 + 12 + 4 + 2 * 16;
            replies.datagram(Wire.refusal(sent.get(1), 17, true, "", third));
        });

        NftResult result = client(kernel).apply(List.of(new NftChange.PutElements(PORTS, elements(80, 90), ADD)));

        assertThat(result.toString())
                .isEqualTo(
                        "element 0x0052 of ADD of 10 elements, set ip kube ports { type inet_service } refused: EEXIST"
                                + " (attribute NFTA_SET_ELEM_LIST_ELEMENTS/NFTA_LIST_ELEM[2], request 2)");
    }

    @Test
    void anIntervalIsTwoMembersOfAListButForTheLast() {
        NftSet ranges = PORTS.withFlags(SetFlag.INTERVAL);
        List<NftElement> both = List.of(
                NftElement.range(NftValue.be16(1), NftValue.be16(9)),
                NftElement.range(NftValue.be16(90), NftValue.be16(65535)),
                NftElement.of(NftValue.be16(20)));
        NftChange change = new NftChange.PutElements(ranges, both, ADD);

        assertThat(IntStream.range(0, 5)
                        .mapToObj(i -> RefusedElement.of(
                                change, "NFTA_SET_ELEM_LIST_ELEMENTS/NFTA_LIST_ELEM[" + i + "]/NFTA_SET_ELEM_KEY")))
                .containsExactly(
                        Optional.of(both.get(0)),
                        Optional.of(both.get(0)),
                        Optional.of(both.get(1)),
                        Optional.of(both.get(2)),
                        Optional.of(both.get(2)));
        assertThat(RefusedElement.of(change, "NFTA_SET_ELEM_LIST_SET")).isEmpty();
    }

    @Test
    void oldKernelsAreNamedWhereTheyRefuse() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.ack(sent.get(1).sequence(), 95));
            replies.datagram(Wire.ack(sent.get(2).sequence(), 22));
        });
        NftTable persistent = TABLE.withFlags(TableFlag.OWNER | TableFlag.PERSIST);

        NftResult result = client(kernel)
                .apply(List.of(
                        new NftChange.PutTable(persistent, ADD),
                        new NftChange.RemoveTable(TABLE.key(), NftChange.Remove.DESTROY)));

        assertThat(result.toString())
                .contains("(the table flag PERSIST needs Linux 6.9, and a new table)")
                .contains("(DESTROY needs Linux 6.3)");
    }

    @Test
    void repeatsAListOfTwoGenerations() throws Exception {
        int[] dumps = {0};
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            int second = dumps[0]++ == 0 ? 6 : 5;
            replies.datagram(table(sent, 5, "one"), table(sent, second, "two"));
            replies.datagram(Wire.done(0, sent.get(0).sequence(), 0));
        });

        assertThat(client(kernel).tables())
                .containsExactly(NftTable.of(NftFamily.IP, "one"), NftTable.of(NftFamily.IP, "two"));
        assertThat(kernel.sends()).hasSize(2);
    }

    @Test
    void repeatsAListWithRepeatedElements() throws Exception {
        int[] dumps = {0};
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            String second = dumps[0]++ == 0 ? "one" : "two";
            replies.datagram(table(sent, 5, "one"), table(sent, 5, second));
            replies.datagram(Wire.done(0, sent.get(0).sequence(), 0));
        });

        assertThat(client(kernel).tables()).hasSize(2);
    }

    @Test
    void aListThatIsNeverCompleteFails() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(table(sent, 5, "one"), table(sent, 6, "two"));
            replies.datagram(Wire.done(0, sent.get(0).sequence(), 0));
        });

        assertThatThrownBy(() -> client(kernel).tables()).isInstanceOf(DumpInterruptedException.class);
    }

    private static NftablesClient client(ScriptedTransport kernel) {
        return NftablesClient.over(kernel);
    }

    private static void obey(List<Sent> sent, Replies replies) {
        replies.datagram(Wire.ack(sent.get(sent.size() - 2).sequence(), 0));
    }

    private static byte[] table(List<Sent> request, int generation, String threeLetters) {
        byte[] payload = {
            2,
            0,
            0,
            (byte) generation,
            8,
            0,
            1,
            0,
            (byte) threeLetters.charAt(0),
            (byte) threeLetters.charAt(1),
            (byte) threeLetters.charAt(2),
            0
        };
        return Wire.message(0xA00, 2, request.get(0).sequence(), payload);
    }

    private static List<NftElement> elements(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(port -> NftElement.of(NftValue.be16(port)))
                .toList();
    }
}
