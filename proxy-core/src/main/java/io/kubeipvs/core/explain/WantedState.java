package io.kubeipvs.core.explain;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Optional;

/**
 * The desired state. Of what no Service wants, for instance virtual servers of other programs, the acknowledged state.
 *
 * @param config the desired configuration of the packet filter
 */
record WantedState(Ledger ledger, Reality reality, NodeFilterConfig config) implements PacketState {
    @Override
    public boolean isBound(Ip address) {
        return ledger.isWanted(address) || reality.isBound(address);
    }

    @Override
    public boolean contains(AddressSet set, Ip address) {
        return ledger.wants(set.object(address)) || reality.filter().contains(set, address);
    }

    @Override
    public Optional<Admission> admission(VirtualServer.Key key) {
        return ledger.admission(key).or(() -> reality.filter().admission(key));
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key key) {
        return ledger.wanted(key)
                .or(() -> reality.virtualServer(key).map(server -> new Frontend(server, reality.realServers(key))));
    }

    @Override
    public boolean isPaused(VirtualServer.Key key) {
        return reality.filter().isPaused(key);
    }
}
