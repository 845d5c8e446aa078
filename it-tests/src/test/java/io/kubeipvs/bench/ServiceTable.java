package io.kubeipvs.bench;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table of virtual servers, each with real servers of its own. */
record ServiceTable(int services, int serversOfEach) {

    private static final int FIRST_VIP = 0x0A600001; // 10.96.0.1
    private static final int FIRST_SERVER = 0x0A800001; // 10.128.0.1

    int size() {
        return services * (1 + serversOfEach);
    }

    /** Every virtual server, each followed by its real servers. */
    List<IpvsChange> changes() {
        return IntStream.range(0, services).boxed().flatMap(this::changesOf).toList();
    }

    /** The same as {@code ipvsadm -R} reads it. */
    Path writeRules() throws IOException {
        Path file = Files.createTempFile("rules", "");
        return Files.write(file, (Iterable<String>) changes().stream().map(Rules::format)::iterator);
    }

    IpvsService.Key lastService() {
        return service(services - 1);
    }

    private Stream<IpvsChange> changesOf(int service) {
        IpvsService.Key key = service(service);
        return Stream.concat(
                Stream.of(new IpvsChange.NewService(new IpvsService(key, "rr"))),
                IntStream.range(0, serversOfEach)
                        .mapToObj(i -> new IpvsChange.NewDestination(key, server(service * serversOfEach + i))));
    }

    static IpvsService.Key service(int index) {
        return new IpvsService.AddressKey(new Address(Family.V4, 0, FIRST_VIP + index), 80, IpProtocol.TCP);
    }

    private static IpvsDestination server(int index) {
        Address address = new Address(Family.V4, 0, FIRST_SERVER + index);
        return new IpvsDestination(new IpvsDestination.Key(address, 8080), 1, ForwardMethod.MASQUERADE);
    }
}
