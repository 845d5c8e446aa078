package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.AddressPort;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.Arrays;

/** Names of virtual servers and real servers as text. They equal those of the core's keys. */
final class IpvsNames {
    private IpvsNames() {}

    /** For instance {@code TCP 10.96.0.1:443} or {@code FWM 0x69a14003 IPv6}. */
    static String of(IpvsService.Key key) {
        if (key instanceof IpvsService.MarkKey byMark) {
            return "FWM " + Mark.text(byMark.mark()) + (byMark.family() == Family.V6 ? " IPv6" : "");
        }
        IpvsService.AddressKey byAddress = (IpvsService.AddressKey) key;
        return protocol(byAddress.protocol()) + " " + of(byAddress.address(), byAddress.port());
    }

    /** For instance {@code 10.36.0.1:8080} or {@code [fd00::1]:8080}. */
    static String of(Address address, int port) {
        return AddressPort.text(FromNetlink.ip(address), port);
    }

    /** For instance {@code TCP}; the number of one that kube-ipvs does not have. */
    static String protocol(int number) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.number() == number)
                .map(Protocol::toString)
                .findFirst()
                .orElse(Integer.toString(number));
    }
}
