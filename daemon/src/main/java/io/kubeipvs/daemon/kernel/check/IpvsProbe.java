package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * IPVS in one family: a virtual server on an address that is for documentation is added, read back and removed for each
 * scheduler; for IPv4 on the one that kube-proxy takes for this. A virtual server that exists already belongs to another program and stays.
 */
final class IpvsProbe implements Probe {
    private static final int FIRST_PORT = 20000;
    private static final int LAST_PORT = 20015;
    private static final String NO_SCHEDULER = "this kernel has no such scheduler";

    private final Family family;
    private final Scheduler wanted;
    private final List<Scheduler> others;
    private final Refusals refusals;

    /** The kernel answered, and not as it must. */
    private static final class ProbeFailedException extends RuntimeException {
        ProbeFailedException(String message) {
            super(message);
        }
    }

    /**
     * @param wanted what the configuration asks for: without it there is no serving
     * @param others that may be asked for later
     */
    IpvsProbe(Family family, Scheduler wanted, List<Scheduler> others, Refusals refusals) {
        this.family = family;
        this.wanted = wanted;
        this.others = others;
        this.refusals = refusals;
    }

    @Override
    public List<CheckResult> run() {
        String what = name() + ", scheduler " + wanted.kernelName();
        try (IpvsClient client = IpvsClient.open()) {
            List<CheckResult> results = new ArrayList<>();
            results.add(refusal(client, wanted)
                    .map(refusal -> missing(what, refusal))
                    .orElse(CheckResult.ok(what, "a virtual server was added and removed")));
            if (!others.isEmpty()) {
                results.add(others(client));
            }
            return results;
        } catch (FamilyNotFoundException e) {
            return List.of(CheckResult.missing(what, "this kernel has no IPVS", "modprobe ip_vs"));
        } catch (ProbeFailedException e) {
            return List.of(CheckResult.missing(what, e.getMessage(), ""));
        } catch (NetlinkException e) {
            return List.of(refusals.missing(what, e, "modprobe ip_vs"));
        }
    }

    /** Why IPVS itself does not work; empty if it does, with the scheduler or without. */
    Optional<CheckResult> withoutIpvs() {
        return run().stream()
                .filter(CheckResult::isMissing)
                .filter(result -> !result.detail().equals(NO_SCHEDULER))
                .findFirst();
    }

    private String name() {
        return "IPVS " + (family == Family.V4 ? "IPv4" : "IPv6");
    }

    private CheckResult missing(String what, Refusal refusal) {
        if (refusal.errno().equals(Errno.ENOENT)) {
            return CheckResult.missing(what, NO_SCHEDULER, modprobe(List.of(wanted)));
        }
        String fix = family == Family.V6 ? "boot a kernel with CONFIG_IP_VS_IPV6" : "";
        return refusals.missing(what, "adding a virtual server was refused", refusal, fix);
    }

    private CheckResult others(IpvsClient client) throws NetlinkException {
        String what = name() + ", other schedulers";
        List<Scheduler> lacking = new ArrayList<>();
        for (Scheduler scheduler : others) {
            if (refusal(client, scheduler).isPresent()) {
                lacking.add(scheduler);
            }
        }
        return lacking.isEmpty()
                ? CheckResult.ok(what, names(others, ", ", ""))
                : CheckResult.warning(
                        what,
                        "this kernel lacks " + names(lacking, ", ", "") + "; no harm unless asked for",
                        modprobe(lacking));
    }

    private static String modprobe(List<Scheduler> schedulers) {
        return "modprobe -a " + names(schedulers, " ", "ip_vs_");
    }

    private static String names(List<Scheduler> schedulers, String between, String prefix) {
        return schedulers.stream()
                .map(scheduler -> prefix + scheduler.kernelName())
                .collect(Collectors.joining(between));
    }

    /** Why a virtual server with this scheduler cannot be added; empty when it can. */
    private Optional<Refusal> refusal(IpvsClient client, Scheduler scheduler) throws NetlinkException {
        IpvsService scratch = new IpvsService(freeKey(client), scheduler.kernelName());
        BatchResult added = one(client, new IpvsChange.NewService(scratch));
        if (added instanceof BatchResult.Refused refused) {
            return Optional.of(refused.refusal());
        }
        Optional<IpvsService> found = client.service(scratch.key());
        BatchResult removed = one(client, new IpvsChange.DeleteService(scratch.key()));
        if (!found.equals(Optional.of(scratch)) || !(removed instanceof BatchResult.Accepted)) {
            throw new ProbeFailedException("virtual server " + scratch.key() + ": added " + added + ", read " + found
                    + ", removed " + removed);
        }
        return Optional.empty();
    }

    private static BatchResult one(IpvsClient client, IpvsChange change) {
        return client.apply(List.of(change)).get(0);
    }

    private IpvsService.Key freeKey(IpvsClient client) throws NetlinkException {
        Address address = Address.parse(family == Family.V4 ? "198.51.100.0" : "2001:db8::1");
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            IpvsService.Key key = new IpvsService.AddressKey(address, port, IpProtocol.TCP);
            if (client.service(key).isEmpty()) {
                return key;
            }
        }
        throw new ProbeFailedException("ports " + FIRST_PORT + " to " + LAST_PORT + " of " + address
                + " all have virtual servers: none is free for this check");
    }
}
