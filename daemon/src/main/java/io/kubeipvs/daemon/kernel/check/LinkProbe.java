package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.Optional;

/** The link that VIPs are bound to: where it does not exist yet, another dummy link is created and deleted. */
final class LinkProbe implements Probe {
    private static final String SCRATCH = "kubeipvs-check0";

    private final String name;
    private final List<String> kinds;
    private final Refusals refusals;

    /**
     * @param name of the link
     * @param kinds that it may have; the kernel must have one of them
     */
    LinkProbe(String name, List<String> kinds, Refusals refusals) {
        this.name = name;
        this.kinds = kinds;
        this.refusals = refusals;
    }

    @Override
    public List<CheckResult> run() {
        try (RouteClient client = RouteClient.open()) {
            Optional<Link> link = client.link(name);
            return List.of(link.isPresent() ? found(link.get()) : tried(client));
        } catch (NetlinkException e) {
            return List.of(refusals.missing(what(), e, ""));
        }
    }

    private String what() {
        return "link " + name;
    }

    private CheckResult found(Link link) {
        return kinds.contains(link.kind())
                ? CheckResult.ok(what(), "exists and is a " + link.kind() + " link")
                : CheckResult.missing(
                        what(),
                        "is of kind '" + link.kind() + "': it must be a " + String.join(" or ", kinds) + " link",
                        "ip link delete " + name);
    }

    private CheckResult tried(RouteClient client) throws NetlinkException {
        for (String kind : kinds) {
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
                what(), "this kernel has no " + String.join(" or ", kinds) + " links", "modprobe " + kinds.get(0));
    }
}
