package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsTimeouts;
import io.kubeipvs.netlink.sys.NativeTransport;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long IPVS remembers connections: no setting of {@code /proc/sys}, and remembered as if it were one. Source: {@code
 * net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_set_config}.
 */
final class TimeoutsOfIpvs {
    /** What they are remembered as: {@code TCP TCPFIN UDP}, in seconds, as {@code ipvsadm --set} takes them. */
    private static final String KEY = "ipvs.timeouts";

    /** Where they are. */
    interface Place {
        IpvsTimeouts read() throws NetlinkException;

        void set(IpvsTimeouts timeouts) throws NetlinkException;
    }

    private final Place place;
    private final FormerValues former;

    /** Those of the network namespace of the calling thread. */
    TimeoutsOfIpvs(FormerValues former) {
        this(new OfKernel(), former);
    }

    TimeoutsOfIpvs(Place place, FormerValues former) {
        this.place = place;
        this.former = former;
    }

    /** Sets those that are not 0. */
    void set(IpvsTimeouts timeouts) throws NetlinkException {
        IpvsTimeouts before = place.read();
        place.set(timeouts);
        former.remember(new SysctlChange(KEY, text(before), text(place.read())));
    }

    /** What they were, unless somebody else set them since. */
    Restoration putBack() throws NetlinkException {
        Optional<SysctlChange> change = former.of(KEY);
        if (change.isEmpty()) {
            return Restoration.ABSENT;
        }
        boolean isOurs = text(place.read()).equals(change.get().after());
        if (isOurs) {
            place.set(timeouts(change.get().before()));
        }
        former.forget(KEY);
        return isOurs ? Restoration.RESTORED : Restoration.CHANGED_BY_OTHERS;
    }

    /** Whether this is how they are remembered. */
    static boolean isKey(String key) {
        return key.equals(KEY);
    }

    private static String text(IpvsTimeouts timeouts) {
        return timeouts.tcpSeconds() + " " + timeouts.tcpFinSeconds() + " " + timeouts.udpSeconds();
    }

    private static IpvsTimeouts timeouts(String text) throws NetlinkException {
        try {
            int[] seconds =
                    Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
            return new IpvsTimeouts(seconds[0], seconds[1], seconds[2]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new NetlinkException("'" + text + "' is remembered, and is not three timeouts in seconds");
        }
    }

    private static final class OfKernel implements Place {
        @Override
        public IpvsTimeouts read() throws NetlinkException {
            try (IpvsClient client = open()) {
                return client.timeouts();
            }
        }

        @Override
        public void set(IpvsTimeouts timeouts) throws NetlinkException {
            try (IpvsClient client = open()) {
                client.setTimeouts(timeouts);
            }
        }

        private static IpvsClient open() throws NetlinkException {
            return IpvsClient.over(NativeTransport.open(NetlinkProtocol.GENERIC));
        }
    }
}
