package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Fuzz;
import io.kubeipvs.netlink.Request;

/** Everything that the IPVS family answers. */
public final class IpvsFuzz {
    private static final IpvsChangeEncoder ENCODER = new IpvsChangeEncoder(34);
    private static final IpvsRequests REQUESTS = new IpvsRequests(34);
    private static final IpvsService.Key SERVICE =
            new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, IpProtocol.TCP);

    private IpvsFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, ServiceCodec::decode, IpvsFuzz::again);
        Fuzz.decode(datagram, ServiceCodec::decodeState, state -> again(state.service()));
        for (Family family : Family.values()) {
            Fuzz.decode(datagram, message -> DestinationCodec.decode(message, family), IpvsFuzz::again);
            Fuzz.decode(
                    datagram,
                    message -> DestinationCodec.decodeState(message, family),
                    state -> again(state.destination()));
        }
        Fuzz.decode(datagram, InfoCodec::decode, info -> {});
        Fuzz.decode(datagram, TimeoutsCodec::decode, IpvsFuzz::again);
    }

    private static void again(IpvsService service) {
        Fuzz.requireSame(new IpvsChange.NewService(service), ENCODER, service, ServiceCodec::decode);
    }

    private static void again(IpvsDestination destination) {
        Fuzz.requireSame(
                new IpvsChange.NewDestination(SERVICE, destination),
                ENCODER,
                destination,
                message -> DestinationCodec.decode(message, Family.V4));
    }

    private static void again(IpvsTimeouts timeouts) {
        Fuzz.requireSame(REQUESTS.setTimeouts(timeouts), Request::encode, timeouts, TimeoutsCodec::decode);
    }
}
