package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import java.util.List;

/** Connection tracking by netlink: the flows are counted. */
final class ConntrackProbe implements Probe {
    private static final String WHAT = "conntrack";
    private static final String FIX = "modprobe nf_conntrack_netlink";

    private final Refusals refusals;

    ConntrackProbe(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public List<CheckResult> run() {
        try (ConntrackClient client = ConntrackClient.open()) {
            return List.of(CheckResult.ok(WHAT, client.count() + " flows"));
        } catch (RefusedException refused) {
            return List.of(
                    refused.errno().equals(Errno.EINVAL)
                            ? CheckResult.missing(WHAT, "this kernel does not list its flows", FIX)
                            : refusals.missing(WHAT, refused, FIX));
        } catch (NetlinkException e) {
            return List.of(refusals.missing(WHAT, e, FIX));
        }
    }
}
