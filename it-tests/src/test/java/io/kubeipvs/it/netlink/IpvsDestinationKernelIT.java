package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.ipvs.ForwardMethod.BYPASS;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.DIRECT;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.LOCAL;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.MASQUERADE;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewService;
import io.kubeipvs.netlink.ipvs.IpvsChange.SetDestination;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsTunnel;
import io.kubeipvs.netlink.ipvs.TunnelFlag;
import io.kubeipvs.netlink.ipvs.TunnelType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every setting of real servers, between us and ipvsadm through the kernel. */
class IpvsDestinationKernelIT {

    private static final BatchResult ACCEPTED = new BatchResult.Accepted();
    private static final IpvsService.Key V4 =
            new IpvsService.AddressKey(Address.parse("10.96.0.10"), 80, IpProtocol.TCP);
    private static final IpvsService.Key V6 =
            new IpvsService.AddressKey(Address.parse("fd00:96::a"), 80, IpProtocol.TCP);

    /** Real servers of the IPv4 service, by what follows the service in ipvsadm's rules. */
    private static final Map<String, IpvsDestination> FOUR = Map.of(
            "-r 10.244.1.1:80 -m -w 0", server("10.244.1.1", 0, MASQUERADE),
            "-r 10.244.1.2:80 -g -w 2147483647", server("10.244.1.2", Integer.MAX_VALUE, DIRECT),
            "-r 10.244.1.3:80 -i -w 1 --tun-type ipip", server("10.244.1.3", 1, TUNNEL),
            "-r 10.244.1.4:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum",
                    tunnelled("10.244.1.4", TunnelType.GUE, 6080, TunnelFlag.NOCSUM),
            "-r 10.244.1.5:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum",
                    tunnelled("10.244.1.5", TunnelType.GUE, 6080, TunnelFlag.REMCSUM),
            "-r 10.244.1.6:80 -i -w 1 --tun-type gre --tun-csum",
                    tunnelled("10.244.1.6", TunnelType.GRE, 0, TunnelFlag.CSUM),
            "-r [fd00:244::7]:80 -i -w 1 --tun-type ipip", server("fd00:244::7", 1, TUNNEL));

    /** Real servers of the IPv6 service. */
    private static final Map<String, IpvsDestination> SIX = Map.of(
            "-r [fd00:244::1]:80 -m -w 1", server("fd00:244::1", 1, MASQUERADE),
            "-r [fd00:244::2]:80 -g -w 1", server("fd00:244::2", 1, DIRECT),
            "-r [fd00:244::3]:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum",
                    tunnelled("fd00:244::3", TunnelType.GUE, 6080, TunnelFlag.CSUM),
            "-r 10.244.1.7:80 -i -w 1 --tun-type ipip", server("10.244.1.7", 1, TUNNEL));

    private KernelNamespace namespace;
    private Ipvsadm ipvsadm;
    private IpvsClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        ipvsadm = new Ipvsadm(namespace);
        client = namespace.call(IpvsClient::open);
        accept(new NewService(new IpvsService(V4, "rr")), new NewService(new IpvsService(V6, "rr")));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void ipvsadmListsEverySettingWeWrite() {
        FOUR.values().forEach(server -> accept(new NewDestination(V4, server)));
        SIX.values().forEach(server -> accept(new NewDestination(V6, server)));

        assertThat(ipvsadm.rules())
                .contains(rules(" -t 10.96.0.10:80 ", FOUR))
                .contains(rules(" -t [fd00:96::a]:80 ", SIX))
                .hasSize(2 + FOUR.size() + SIX.size());
    }

    @Test
    void weListEverySettingThatIpvsadmWrites() throws Exception {
        ipvsadm.restore(List.of(rules(" -t 10.96.0.10:80 ", FOUR)));
        ipvsadm.restore(List.of(rules(" -t [fd00:96::a]:80 ", SIX)));

        assertThat(client.destinations(V4)).containsExactlyInAnyOrderElementsOf(FOUR.values());
        assertThat(client.destinations(V6)).containsExactlyInAnyOrderElementsOf(SIX.values());
        assertThat(client.destinationStates(V4))
                .extracting(state -> state.destination())
                .containsExactlyInAnyOrderElementsOf(FOUR.values());
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void thresholdsAreWhatIpvsadmShowsAndSets() throws Exception {
        accept(new NewDestination(V4, server("10.244.1.1", 1, MASQUERADE).withThresholds(1000, 500)));
        assertThat(ipvsadm.line("-> 10.244.1.1:80", "-Ln", "--thresholds")).isEqualTo("-> 10.244.1.1:80 1000 500 0 0");

        ipvsadm.restore(List.of("-e -t 10.96.0.10:80 -r 10.244.1.1:80 -m -x 70 -y 60"));
        assertThat(client.destinations(V4))
                .containsExactly(server("10.244.1.1", 1, MASQUERADE).withThresholds(70, 60));
    }

    @Test
    void everySettingIsTakenBack() throws Exception {
        IpvsDestination tunnelled = tunnelled("10.244.1.4", TunnelType.GUE, 6080, TunnelFlag.REMCSUM);
        accept(new NewDestination(V4, tunnelled.withThresholds(1000, 500)));

        accept(new SetDestination(V4, server("10.244.1.4", 3, MASQUERADE)));

        assertThat(client.destinations(V4)).containsExactly(server("10.244.1.4", 3, MASQUERADE));
        assertThat(ipvsadm.rules()).contains("-a -t 10.96.0.10:80 -r 10.244.1.4:80 -m -w 3");
        accept(new SetDestination(V4, server("10.244.1.4", 3, TUNNEL)));
        assertThat(client.destinations(V4)).containsExactly(server("10.244.1.4", 3, TUNNEL));
    }

    @Test
    void aRealServerOfTheOtherFamilyIsRemoved() throws Exception {
        IpvsDestination six = server("fd00:244::7", 1, TUNNEL);
        accept(new NewDestination(V4, six), new DeleteDestination(V4, six.key()));

        assertThat(client.destinations(V4)).isEmpty();
    }

    @Test
    void refusalsHaveTheirCause() {
        IpvsDestination gueWithoutPort = tunnelled("10.244.1.4", TunnelType.GUE, 0, 0);
        assertThat(client.apply(List.of(
                        new NewDestination(V4, server("fd00:244::7", 1, MASQUERADE)),
                        new NewDestination(V4, gueWithoutPort),
                        new NewDestination(V4, server("224.0.0.1", 1, MASQUERADE)),
                        new SetDestination(V4, server("10.244.1.9", 1, MASQUERADE)))))
                .extracting(Ipvsadm::errno)
                .containsExactly(Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.ENOENT);
    }

    /** ipvsadm has no options for these two, which the kernel uses itself; it takes them from us all the same. */
    @Test
    void theKernelsOwnMethodsAreTaken() throws Exception {
        accept(
                new NewDestination(V4, server("10.244.1.1", 1, LOCAL)),
                new NewDestination(V4, server("10.244.1.2", 1, BYPASS)));

        assertThat(client.destinations(V4))
                .containsExactlyInAnyOrder(server("10.244.1.1", 1, LOCAL), server("10.244.1.2", 1, BYPASS));
        assertThat(ipvsadm.line("-> 10.244.1.1:80", "-Ln")).isEqualTo("-> 10.244.1.1:80 Local 1 0 0");
    }

    private void accept(IpvsChange... changes) {
        assertThat(client.apply(List.of(changes)))
                .as(List.of(changes).toString())
                .containsOnly(ACCEPTED);
    }

    private static String[] rules(String service, Map<String, IpvsDestination> servers) {
        return servers.keySet().stream().map(server -> "-a" + service + server).toArray(String[]::new);
    }

    private static IpvsDestination tunnelled(String address, int type, int port, int flags) {
        return server(address, 1, TUNNEL).withTunnel(new IpvsTunnel(type, port, flags));
    }

    private static IpvsDestination server(String address, int weight, ForwardMethod forward) {
        return new IpvsDestination(new IpvsDestination.Key(Address.parse(address), 80), weight, forward);
    }
}
