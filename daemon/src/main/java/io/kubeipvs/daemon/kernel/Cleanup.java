package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Plan;
import io.kubeipvs.daemon.kernel.sysctl.NodeSettings;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes everything of ours off the node: what no Service wants is removed as always, and here no Service wants
 * anything; then go the packet filter, the link, and what settings were changed. Each step is tried whatever became of
 * the others.
 */
public final class Cleanup {
    private static final Set<NftTable.Key> TABLES = Set.of(FilterFamily.V4.table, FilterFamily.V6.table, ArpTable.KEY);

    /** So short that whoever drains has done so in the next round, which is later by more. */
    private static final Duration NO_DRAIN = Duration.ofMillis(1);

    /** Servers that leave become quiet in the first round and go in the second; the rest is for what was refused once. */
    private static final int ROUNDS = 4;

    private final NodeSettings settings;
    private final List<Cidr> excluded;

    /** What one step is called, and what it did; {@code problem} is empty when all went well. */
    public record Step(String what, String done, Optional<String> problem) {}

    /**
     * @param settings where former values are remembered
     * @param excluded where what no Service wants is not touched
     */
    public Cleanup(NodeSettings settings, List<Cidr> excluded) {
        this.settings = settings;
        this.excluded = excluded;
    }

    /** One step of it. */
    private interface Work {
        String run() throws NetlinkException, SysctlException;
    }

    /** Does it, in the network namespace of the calling thread. Nothing at all when nothing of ours is there. */
    public List<Step> run() {
        if (!isAnythingThere()) {
            return List.of();
        }
        return Stream.of(
                        step("virtual servers and VIPs", this::emptyKernel),
                        step("packet filter", this::removeTables),
                        step("link " + VipDoor.LINK, this::removeLink),
                        step("kernel settings", this::putBack))
                .toList();
    }

    private boolean isAnythingThere() {
        try (RouteClient links = RouteClient.open();
                NftablesClient filter = NftablesClient.open()) {
            return links.link(VipDoor.LINK).isPresent()
                    || !ours(filter).isEmpty()
                    || !settings.former().all().isEmpty();
        } catch (NetlinkException e) {
            return true; // the steps say what is wrong
        }
    }

    private static Step step(String what, Work work) {
        try {
            return new Step(what, work.run(), Optional.empty());
        } catch (NetlinkException | SysctlException | KernelUnavailableException e) {
            return new Step(what, "", Optional.of(e.getMessage()));
        }
    }

    private String emptyKernel() throws NetlinkException {
        Reconciler reconciler = new Reconciler(settings());
        reconciler.setNode(node());
        Instant now = Instant.EPOCH;
        int operations = 0;
        ApplyReport report = new ApplyReport(List.of());
        try (NetlinkKernel kernel = new NetlinkKernel(settings, KernelObserver.NONE)) {
            for (int round = 0; round < ROUNDS; round++) {
                reconciler.adopt(kernel.observe());
                Plan plan = reconciler.plan(now);
                report = reconciler.apply(plan, kernel);
                operations += report.results().size() - report.failures().size();
                now = now.plusSeconds(1);
            }
        }
        if (!report.failures().isEmpty()) {
            throw new NetlinkException(report.failures().stream()
                    .map(failure -> failure.op() + ": " + failure.outcome())
                    .collect(Collectors.joining("; ")));
        }
        return operations + " operations";
    }

    private Settings settings() {
        Settings none = new Settings(Scheduler.RR, NO_DRAIN);
        return new Settings(
                none.scheduler(),
                none.drainTimeout(),
                none.nodePortAddresses(),
                none.externalAddresses(),
                none.masquerading(),
                none.silentLinks(),
                excluded);
    }

    /** Its addresses tell which node ports are ours. */
    private static NodeView node() throws NetlinkException {
        LinkAddresses addresses = new LinkAddresses();
        try (RouteClient client = RouteClient.open()) {
            addresses.list(client);
        }
        return new NodeView(NodeSpec.named(""), addresses.all());
    }

    private String removeTables() throws NetlinkException {
        try (NftablesClient client = NftablesClient.open()) {
            List<NftTable.Key> tables = ours(client);
            for (NftTable.Key table : tables) {
                NftResult result = client.apply(List.of(new NftChange.RemoveTable(table, NftChange.Remove.DELETE)));
                if (!(result instanceof NftResult.Committed)) {
                    throw new NetlinkException("table " + table + ": " + result);
                }
            }
            return tables.size() + " tables";
        }
    }

    private static List<NftTable.Key> ours(NftablesClient client) throws NetlinkException {
        return client.tables().stream()
                .map(NftTable::key)
                .filter(TABLES::contains)
                .toList();
    }

    private String removeLink() throws NetlinkException {
        try (RouteClient client = RouteClient.open()) {
            Optional<Link> link = client.link(VipDoor.LINK);
            if (link.isEmpty()) {
                return "none";
            }
            List<String> left = client.addresses(link.get().index()).stream()
                    .map(LinkAddress::address)
                    .filter(address -> FromNetlink.ip(address).specialUse().isEmpty())
                    .map(Object::toString)
                    .toList();
            if (!left.isEmpty()) {
                throw new NetlinkException("it has addresses that stay: " + String.join(", ", left)
                        + "; delete it with 'ip link delete " + VipDoor.LINK + "' if nothing needs them");
            }
            client.deleteLink(link.get());
            return "removed";
        }
    }

    private String putBack() throws NetlinkException, SysctlException {
        int restored = 0;
        StringBuilder others = new StringBuilder();
        StringBuilder problems = new StringBuilder();
        for (SysctlChange change : settings.former().all()) {
            try {
                if (putBack(change.key()) == Restoration.CHANGED_BY_OTHERS) {
                    others.append(", ").append(change.key()).append(" left: somebody else changed it since");
                } else {
                    restored++;
                }
            } catch (NetlinkException | SysctlException e) {
                problems.append(problems.isEmpty() ? "" : "; ").append(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new NetlinkException(problems.toString());
        }
        return restored + " put back" + others;
    }

    private Restoration putBack(String key) throws NetlinkException, SysctlException {
        if (TimeoutsOfIpvs.isKey(key)) {
            return new TimeoutsOfIpvs(settings.former()).putBack();
        }
        return settings.putBack(key).orElse(Restoration.ABSENT);
    }
}
