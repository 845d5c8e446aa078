package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every kernel object that one Service wants.
 *
 * @param frontends its virtual servers with their real servers
 * @param admissions who may ask each of those that are found by address
 * @param vips the addresses that must be on the dummy link for it
 * @param hairpins its endpoints on this node
 * @param refused the addresses that it asks for and does not get
 * @param left its cluster addresses that are on a link of this node, for whoever listens there
 */
public record Footprint(
        Map<VirtualServer.Key, Frontend> frontends,
        Map<VirtualServer.Key, Admission> admissions,
        Set<Ip> vips,
        Set<Ip> hairpins,
        List<RefusedAddress> refused,
        Set<Ip> left) {
    /** The footprint of a Service that does not exist. */
    public static final Footprint NONE = new Footprint(Map.of(), Map.of(), Set.of(), Set.of(), List.of(), Set.of());

    public Footprint {
        frontends = Map.copyOf(frontends);
        admissions = Map.copyOf(admissions);
        vips = Set.copyOf(vips);
        hairpins = Set.copyOf(hairpins);
        refused = List.copyOf(refused);
        left = Set.copyOf(left);
    }
}
