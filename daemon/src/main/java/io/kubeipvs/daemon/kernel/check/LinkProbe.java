package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** The link that VIPs are bound to: where it does not exist yet, another one is created and deleted. */
final class LinkProbe implements Probe {
    private static final String SCRATCH = "kubeipvs-check0";

    private static final List<String> KINDS = VipLink.KINDS;

    private final Refusals refusals;

    LinkProbe(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public List<CheckResult> run() {
        try (RouteClient client = RouteClient.open()) {
            Optional<Link> link = client.link(VipLink.NAME);
            return List.of(link.isPresent() ? found(link.get()) : tried(client));
        } catch (NetlinkException e) {
            return List.of(refusals.missing(what(), e, ""));
        }
    }

    private String what() {
        return "link " + VipLink.NAME;
    }

    private CheckResult found(Link link) {
        return KINDS.contains(link.kind())
                ? CheckResult.ok(what(), "exists and is a " + link.kind() + " link")
                : CheckResult.missing(
                        what(),
                        "is of kind '" + link.kind() + "': it must be a " + String.join(" or ", KINDS) + " link",
                        "ip link delete " + VipLink.NAME);
    }

    private CheckResult tried(RouteClient client) throws NetlinkException {
        for (String kind : KINDS) {
            try {
                client.deleteLink(client.createLink(SCRATCH, kind));
                return CheckResult.ok(what(), "a " + kind + " link was created and deleted");
            } catch (RefusedException refused) {
                if (refused.errno().equals(Errno.EEXIST)) {
                    return CheckResult.missing(
                            what(),
                            "link " + SCRATCH + ", which this check creates, exists already",
                            "ip link delete " + SCRATCH);
                }
                if (!refused.errno().equals(Errno.EOPNOTSUPP)) {
                    throw refused;
                }
            }
        }
        return CheckResult.missing(
                what(), "this kernel has no " + String.join(" or ", KINDS) + " links", "modprobe " + KINDS.get(0));
    }
}
