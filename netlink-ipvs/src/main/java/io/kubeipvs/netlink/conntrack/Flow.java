package io.kubeipvs.netlink.conntrack;

import java.util.Objects;
import java.util.Optional;

/**
 * A flow that the kernel tracks. Where addresses are translated, the reply tuple is not the original one turned round:
 * its source is the server that really answers.
 *
 * @param id 0 to 2^32 - 1, a hash of the flow's place in memory and its tuples; distinguishes it from an earlier one
 *     with the same tuples if that had another place ({@code nf_conntrack_core.c, nf_ct_get_id}); a flow that comes
 *     right after its like went often gets the place, and so the id
 * @param status bits of {@link FlowStatus}
 * @param mark 32 bits
 * @param timeoutSeconds how long it stays without another packet
 * @param counters empty when the kernel does not count
 * @param tcpState empty for other protocols, and in notifications that are not about it
 */
public record Flow(
        FlowTuple original,
        FlowTuple reply,
        FlowZone zone,
        long id,
        int status,
        int mark,
        long timeoutSeconds,
        Optional<FlowCounters> counters,
        Optional<TcpState> tcpState) {
    public Flow {
        Objects.requireNonNull(original);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(counters);
        Objects.requireNonNull(tcpState);
        Numbers.check32("id", id);
        Numbers.check32("timeout", timeoutSeconds);
    }

    /** The deletion of this flow, and of none with other tuples. */
    public FlowDeletion deletion() {
        return new FlowDeletion(original, FlowDirection.ORIGINAL, id, zone.original());
    }
}
