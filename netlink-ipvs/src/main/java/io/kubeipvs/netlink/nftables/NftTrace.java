package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One step of a traced packet through the rule set, of a packet for which a rule has set {@code meta nftrace}.
 *
 * @param id the packet's; the same packet has another one in another namespace
 * @param place where the step is
 * @param kind what happened there
 * @param verdict the fate of the packet after it
 * @param packet the packet as it was then
 */
public record NftTrace(int id, Place place, Kind kind, Verdict verdict, Packet packet) {
    /** The kind of a step. The order is that of {@code nf_tables.h, enum nft_trace_types}. */
    public enum Kind {
        /** A step of a kind that this library does not know. */
        UNSPECIFIED,
        /** No rule of a base chain decided: its policy did. */
        POLICY,
        /** A rule, or the end of a chain, led back to the chain before. */
        RETURN,
        /** A rule matched. */
        RULE
    }

    /**
     * A chain, or a rule in it.
     *
     * @param chain the chain
     * @param ruleHandle the kernel's number of the rule, 0 = no rule
     */
    public record Place(NftChain.Key chain, long ruleHandle) {}

    /**
     * A packet. The kernel sends its headers and links only with the first step in each chain of a hook; they are absent in
     * further steps.
     *
     * @param network the header of IPv4 or IPv6, without extension headers; may be empty
     * @param transport the beginning of the header behind; may be empty
     * @param in the index of the link by which it arrived; empty for none
     * @param out the index of the link by which it leaves; empty if that is not decided
     * @param mark its mark, 0 = none
     */
    public record Packet(byte[] network, byte[] transport, OptionalInt in, OptionalInt out, int mark) {
        public Packet {
            network = network.clone();
            transport = transport.clone();
        }

        @Override
        public byte[] network() {
            return network.clone();
        }

        @Override
        public byte[] transport() {
            return transport.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Packet packet
                    && Arrays.equals(network, packet.network)
                    && Arrays.equals(transport, packet.transport)
                    && in.equals(packet.in)
                    && out.equals(packet.out)
                    && mark == packet.mark;
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(network), Arrays.hashCode(transport), in, out, mark);
        }

        @Override
        public String toString() {
            return network.length + "+" + transport.length + " bytes in=" + in + " out=" + out + " mark=" + mark;
        }
    }
}
