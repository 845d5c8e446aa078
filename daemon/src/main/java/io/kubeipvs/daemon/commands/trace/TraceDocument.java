package io.kubeipvs.daemon.commands.trace;

import io.kubeipvs.daemon.kernel.trace.TracedPacket;
import java.util.List;

/**
 * The answer of {@code trace}.
 *
 * @param packets in the order in which they came
 * @param isLossy whether the kernel sent more steps than could be read
 */
public record TraceDocument(List<Traced> packets, boolean isLossy) {
    /**
     * A packet.
     *
     * @param from its source address and port
     * @param to its destination address and port, before IPVS
     * @param passages through chains, in their order
     * @param chosen the real server that IPVS has chosen; "" = none
     * @param end its end, in a sentence
     */
    public record Traced(String from, String to, List<TracedPacket.Passage> passages, String chosen, String end) {
        static Traced of(TracedPacket packet) {
            return new Traced(packet.from(), packet.to(), packet.passages(), packet.chosen(), packet.end());
        }

        boolean isDropped() {
            return passages.isEmpty() || passages.get(passages.size() - 1).isEnd();
        }
    }

    /** The document of traced packets. */
    public static TraceDocument of(List<TracedPacket> packets, boolean isLossy) {
        return new TraceDocument(packets.stream().map(Traced::of).toList(), isLossy);
    }
}
