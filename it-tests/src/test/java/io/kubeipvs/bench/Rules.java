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
            return "-A -t " + text(added.service().key()) + " -s "
                    + added.service().scheduler();
        }
        if (change instanceof IpvsChange.NewDestination added) {
            IpvsDestination.Key key = added.destination().key();
            return "-a -t " + text(added.service()) + " -r " + key.address() + ":" + key.port() + " -m -w "
                    + added.destination().weight();
        }
        throw new IllegalArgumentException(change.toString());
    }

    static IpvsChange parse(String rule) {
        String[] words = rule.split(" ");
        int colon = words[2].lastIndexOf(':');
        IpvsService.Key service =
                new IpvsService.AddressKey(address(words[2], colon), port(words[2], colon), IpProtocol.TCP);
        if (words[0].equals("-A")) {
            return new IpvsChange.NewService(new IpvsService(service, words[4]));
        }
        colon = words[4].lastIndexOf(':');
        IpvsDestination.Key server = new IpvsDestination.Key(address(words[4], colon), port(words[4], colon));
        return new IpvsChange.NewDestination(
                service, new IpvsDestination(server, Integer.parseInt(words[7]), ForwardMethod.MASQUERADE));
    }

    /** The address and port of a virtual server, which in these rules is never one by firewall mark. */
    static String text(IpvsService.Key service) {
        IpvsService.AddressKey key = (IpvsService.AddressKey) service;
        return key.address() + ":" + key.port();
    }

    private static Address address(String text, int colon) {
        return Address.parse(text.substring(0, colon));
    }

    private static int port(String text, int colon) {
        return Integer.parseInt(text.substring(colon + 1));
    }
}
