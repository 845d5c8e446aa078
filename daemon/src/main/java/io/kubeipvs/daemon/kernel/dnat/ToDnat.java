package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.filter.FilterElements;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.List;

/** Virtual servers with their real servers as elements. {@link FromDnat} reads them back. */
final class ToDnat {
    private ToDnat() {}

    static Chooser chooser(Frontend frontend) {
        return Chooser.of(
                frontend.virtualServer(),
                Slots.of(frontend.realServers().values()).size());
    }

    /** Adds those of a virtual server. */
    static void add(DnatTable table, ChooserNumbers numbers, Frontend frontend, FilterElements elements) {
        DnatSets sets = table.sets(FoundBy.of(frontend.key()));
        NftValue key = key(frontend.key());
        List<RealServer.Key> slots = Slots.of(frontend.realServers().values());
        Chooser chooser = Chooser.of(frontend.virtualServer(), slots.size());
        elements.add(sets.choices, NftElement.of(key).mapTo(choice(slots.size(), numbers.of(chooser))));
        for (int i = 0; i < slots.size(); i++) {
            NftElement number = NftElement.of(key, NftValue.u32(i));
            NftValue server = server(slots.get(i));
            if (chooser.staySeconds() > 0) {
                elements.add(sets.stickyTargets, number.mapTo(NftValue.concat(NftValue.u32(0), server)));
            } else {
                elements.add(sets.targets, number.mapTo(server));
            }
        }
        for (RealServer server : frontend.realServers().values()) {
            elements.add(sets.servers, NftElement.of(server(server.key()), key).mapTo(facts(server)));
        }
    }

    /** Rules use the last word alone: {@link DnatSets} has the reason. */
    private static NftValue choice(int slots, int chooser) {
        return NftValue.concat(NftValue.u32(slots), NftValue.u32(chooser));
    }

    /** Rules use the weight alone. The limits are for the reader. */
    private static NftValue facts(RealServer server) {
        return NftValue.concat(
                NftValue.u32(server.weight()),
                NftValue.u32(server.limits().max()),
                NftValue.u32(server.limits().min()));
    }

    private static NftValue key(VirtualServer.Key key) {
        return key.isByMark()
                ? NftValue.u32(key.mark())
                : NftValue.concat(
                        NftValue.u8(key.protocol().number()),
                        NftValue.address(ToNetlink.address(key.vip())),
                        NftValue.be16(key.port()));
    }

    private static NftValue server(RealServer.Key key) {
        return NftValue.concat(NftValue.address(ToNetlink.address(key.address())), NftValue.be16(key.port()));
    }
}
