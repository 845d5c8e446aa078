package io.kubeipvs.daemon.kernel.trace;

import java.util.List;

/**
 * One packet on its way through the packet filter and IPVS.
 *
 * @param from its source address and port
 * @param to its destination address and port, before IPVS
 * @param passages through chains, in their order
 */
public record TracedPacket(String from, String to, List<Passage> passages) {
    public TracedPacket {
        passages = List.copyOf(passages);
    }

    /**
     * The passage through one base chain, and the chains that it leads to.
     *
     * @param hook the hook of the base chain
     * @param table its table
     * @param chains the names of the chains that had a matching rule, in order
     * @param rule the last matching rule, for a person; "" = none matched
     * @param verdict the end of the passage
     * @param packet its addresses and mark when it entered
     */
    public record Passage(String hook, Table table, List<String> chains, String rule, String verdict, Header packet) {
        /** Whether the packet ends here. */
        public boolean isEnd() {
            return verdict.equals("drop");
        }
    }

    /** A table: its family and name, and whether it is one of kube-ipvs. */
    public record Table(String name, boolean isOurs) {}

    /**
     * The addresses of a packet, with ports, and its mark.
     *
     * @param mark as {@code nft} writes it; "" = none
     */
    public record Header(String from, String to, String mark) {}

    /** The real server that IPVS has chosen: the destination behind it; "" = IPVS did not translate it. */
    public String chosen() {
        return passages.stream()
                .map(passage -> passage.packet().to())
                .filter(destination -> !destination.isEmpty() && !destination.equals(to))
                .findFirst()
                .orElse("");
    }

    /** The end of the packet, in a sentence. */
    public String end() {
        if (passages.isEmpty()) {
            return "not seen in any chain";
        }
        Passage last = passages.get(passages.size() - 1);
        if (last.isEnd()) {
            String whose = last.table().isOurs() ? "of kube-ipvs" : "of another program";
            return "dropped or rejected in chain "
                    + last.chains().get(last.chains().size() - 1) + " of table "
                    + last.table().name() + ", " + whose;
        }
        if (last.hook().equals("postrouting")) {
            return "sent to " + (chosen().isEmpty() ? to : chosen());
        }
        return "delivered to a process of this node, if one waits at " + (chosen().isEmpty() ? to : chosen());
    }
}
