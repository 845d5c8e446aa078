package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.PortRange;

/**
 * The things that the packet filter shares with other programs of the node: bits of a packet's mark, and source ports.
 *
 * @param masqueradeBit the number of the bit that marks a packet for masquerading, 0 to 31
 * @param transitBit the number of the bit that marks a client of another host that keeps its address, 0 to 31
 * @param masqueradePorts the source ports of masqueraded connections
 * @param dataPath the part of the kernel behind the packet filter
 */
public record FilterTuning(int masqueradeBit, int transitBit, PortRange masqueradePorts, DataPath dataPath) {
    static final int MASQUERADE_BIT = 14;
    static final int TRANSIT_BIT = 12;

    /** kube-proxy's bit, a bit that no common network plugin uses, and the ports below the node ports. */
    public static final FilterTuning DEFAULT =
            new FilterTuning(MASQUERADE_BIT, TRANSIT_BIT, new PortRange(1024, 29999), DataPath.IPVS);

    /** The same with another bit for masquerading. */
    public FilterTuning withMasqueradeBit(int bit) {
        return new FilterTuning(bit, transitBit, masqueradePorts, dataPath);
    }

    /** The same with another bit for clients of other hosts. */
    public FilterTuning withTransitBit(int bit) {
        return new FilterTuning(masqueradeBit, bit, masqueradePorts, dataPath);
    }

    /** The same with other source ports. */
    public FilterTuning withMasqueradePorts(PortRange ports) {
        return new FilterTuning(masqueradeBit, transitBit, ports, dataPath);
    }

    /** The same with another part of the kernel behind the packet filter. */
    public FilterTuning withDataPath(DataPath path) {
        return new FilterTuning(masqueradeBit, transitBit, masqueradePorts, path);
    }

    /** The mark of a packet that is to be masqueraded: one bit. */
    public int masqueradeMark() {
        return 1 << masqueradeBit;
    }

    /** The mark of a client of another host that keeps its address: one bit. */
    public int transitMark() {
        return 1 << transitBit;
    }
}
