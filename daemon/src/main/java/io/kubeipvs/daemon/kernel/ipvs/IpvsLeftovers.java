package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The virtual servers that IPVS still has while nf_tables serves. New connections do not reach them; established ones stay
 * with them until they end.
 */
public final class IpvsLeftovers {
    private IpvsLeftovers() {}

    /**
     * The numbers of virtual servers.
     *
     * @param removed those that had no connection
     * @param left those that have some
     */
    public record Result(int removed, int left) {}

    /**
     * Removes those without connections, in the network namespace of the calling thread.
     *
     * @param served the virtual servers that nf_tables serves; others of IPVS are other programs', unless our mark finds them
     */
    public static Result remove(Set<VirtualServer.Key> served) throws NetlinkException {
        try (IpvsClient client = IpvsClient.open()) {
            List<IpvsChange> idle = new ArrayList<>();
            int busy = 0;
            for (IpvsService service : client.services()) {
                if (isOurs(service, served)) {
                    boolean isIdle = isIdle(client.destinationStates(service.key()));
                    busy += isIdle ? 0 : 1;
                    if (isIdle) {
                        idle.add(new IpvsChange.DeleteService(service.key()));
                    }
                }
            }
            long refused = client.apply(idle).stream()
                    .filter(result -> !(result instanceof BatchResult.Accepted))
                    .count();
            return new Result(idle.size() - (int) refused, busy + (int) refused);
        } catch (FamilyNotFoundException none) {
            return new Result(0, 0);
        }
    }

    private static boolean isOurs(IpvsService service, Set<VirtualServer.Key> served) {
        Optional<VirtualServer.Key> key = FromNetlink.virtualServer(service).map(VirtualServer::key);
        return key.isPresent()
                && (served.contains(key.get()) || Mark.isOurs(key.get().mark()));
    }

    private static boolean isIdle(List<IpvsDestinationState> servers) {
        return servers.stream().allMatch(server -> server.activeConnections() + server.inactiveConnections() == 0);
    }
}
