package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static io.kubeipvs.netlink.nftables.NftChange.Remove.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutsTest {
    private static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    private static final NftSet PORTS = NftSet.of(TABLE.key(), "ports", DataType.INET_SERVICE);
    private static final NftSet OTHER = NftSet.of(TABLE.key(), "other", DataType.INET_SERVICE);
    private static final NftSet RANGES =
            NftSet.of(TABLE.key(), "ranges", DataType.INET_SERVICE).withFlags(SetFlag.INTERVAL);
    private static final NftChange STRUCTURE = new NftChange.FlushChain(new NftChain.Key(TABLE.key(), "c"));

    @Test
    void listsOfElementsMayBeCutAnywhere() {
        assertThat(places(add(PORTS, 1), add(PORTS, 2), remove(PORTS, 3), remove(PORTS, 4)))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRemovalAndItsReplacementStayTogether() {
        assertThat(places(add(PORTS, 9), remove(PORTS, 1, 2), remove(PORTS, 3), add(PORTS, 2), add(PORTS, 5)))
                .containsExactly(1, 4, 5);
    }

    @Test
    void theSameKeyInAnotherSetIsAnotherThing() {
        assertThat(places(remove(PORTS, 1), add(OTHER, 1))).containsExactly(1, 2);
    }

    @Test
    void additionsBeforeARemovalMayBeCutFromIt() {
        assertThat(places(add(PORTS, 1), remove(PORTS, 1))).containsExactly(1, 2);
    }

    @Test
    void anIntervalSetsRemovalsStayWithAllItsAdditionsBehind() {
        assertThat(places(remove(RANGES, 1), add(PORTS, 1), add(RANGES, 7), add(RANGES, 8)))
                .containsExactly(4);
    }

    @Test
    void aFlushedSetIsNeverSeenEmpty() {
        assertThat(places(new NftChange.FlushSet(PORTS.key()), add(PORTS, 1), add(PORTS, 2), add(OTHER, 3)))
                .containsExactly(3, 4);
    }

    @Test
    void structureStaysTogetherWithAllBetween() {
        assertThat(places(add(PORTS, 1), STRUCTURE, add(PORTS, 2), STRUCTURE, add(PORTS, 3), add(PORTS, 4)))
                .containsExactly(1, 4, 5, 6);
    }

    @Test
    void findsTheLastPlaceWithinALimit() {
        Cuts cuts = Cuts.of(List.of(add(PORTS, 9), remove(PORTS, 1), remove(PORTS, 3), add(PORTS, 1), add(PORTS, 5)));

        assertThat(cuts.last(0, 3)).isEqualTo(1);
        assertThat(cuts.last(1, 3)).as("none").isEqualTo(1);
        assertThat(cuts.last(1, 4)).isEqualTo(4);
    }

    /** After how many changes a cut may be. */
    private static List<Integer> places(NftChange... changes) {
        Cuts cuts = Cuts.of(Arrays.asList(changes));
        return IntStream.rangeClosed(1, changes.length)
                .filter(limit -> cuts.last(0, limit) == limit)
                .boxed()
                .toList();
    }

    private static NftChange add(NftSet set, int... ports) {
        return new NftChange.PutElements(set, elements(ports), ADD);
    }

    private static NftChange remove(NftSet set, int... ports) {
        return new NftChange.RemoveElements(set, elements(ports), DELETE);
    }

    private static List<NftElement> elements(int... ports) {
        return Arrays.stream(ports)
                .mapToObj(port -> NftElement.of(NftValue.be16(port)))
                .toList();
    }
}
