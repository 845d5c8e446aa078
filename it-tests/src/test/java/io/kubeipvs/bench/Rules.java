package io.kubeipvs.bench;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;

/** As much of {@code ipvsadm}'s rule text as a {@link ServiceTable} needs: TCP over IPv4, masqueraded. */
final class Rules {

    private Rules() {}

    static String format(IpvsChange change) {
        if (change instanceof IpvsChange.NewService added) {
            IpvsService.Key key = added.service().key();
            return "-A -t " + key.address() + ":" + key.port() + " -s "
                    + added.service().scheduler();
        }
        if (change instanceof IpvsChange.NewDestination added) {
            IpvsService.Key service = added.service();
            IpvsDestination.Key key = added.destination().key();
            return "-a -t " + service.address() + ":" + service.port() + " -r " + key.address() + ":" + key.port()
                    + " -m -w " + added.destination().weight();
        }
        throw new IllegalArgumentException(change.toString());
    }

    static IpvsChange parse(String rule) {
        String[] words = rule.split(" ");
        int colon = words[2].lastIndexOf(':');
        IpvsService.Key service = new IpvsService.Key(address(words[2], colon), port(words[2], colon), IpProtocol.TCP);
        if (words[0].equals("-A")) {
            return new IpvsChange.NewService(new IpvsService(service, words[4], 0, 0));
        }
        colon = words[4].lastIndexOf(':');
        IpvsDestination.Key server = new IpvsDestination.Key(address(words[4], colon), port(words[4], colon));
        return new IpvsChange.NewDestination(
                service, new IpvsDestination(server, Integer.parseInt(words[7]), ForwardMethod.MASQUERADE));
    }

    private static Address address(String text, int colon) {
        return Address.parse(text.substring(0, colon));
    }

    private static int port(String text, int colon) {
        return Integer.parseInt(text.substring(colon + 1));
    }
}
