package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LocalRoute;
import io.kubeipvs.netlink.route.LocalRouteChange;
import io.kubeipvs.netlink.route.LocalRouteChange.AddLocalRoute;
import io.kubeipvs.netlink.route.LocalRouteChange.RemoveLocalRoute;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteProtocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalRouteKernelIT {

    private static final String NAME = "kube-ipvs0";
    private static final Address V4 = Address.parse("10.96.0.10");
    private static final Address V6 = Address.parse("fd00:96::a");
    private static final Address NODE_V4 = Address.parse("10.0.0.1");
    private static final Address NODE_V6 = Address.parse("fd00::1");
    private static final BatchResult ACCEPTED = new BatchResult.Accepted();

    private KernelNamespace namespace;
    private RouteClient client;
    private Link link;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        namespace.run("ip", "addr", "add", "10.0.0.1/32", "dev", "lo");
        namespace.run("ip", "addr", "add", "fd00::1/128", "dev", "lo", "nodad");
        client = namespace.call(RouteClient::open);
        link = client.createDummy(NAME);
        client.setUp(link, true);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void setsALinkUpAndDown() throws Exception {
        assertThat(client.link(NAME))
                .hasValueSatisfying(up -> assertThat(up.isUp()).isTrue());
        assertThat(namespace.run("ip", "link", "show", "dev", NAME)).contains(",UP,");

        client.setUp(link, false);

        assertThat(client.link(NAME))
                .hasValueSatisfying(down -> assertThat(down.isUp()).isFalse());
        assertThat(client.links()).extracting(Link::name).contains("lo", NAME);
    }

    @Test
    void ipListsTheRoutesThatWeWriteAndTheyAreLocal() throws Exception {
        assertThat(client.applyRoutes(List.of(add(V4, NODE_V4), add(V6, NODE_V6))))
                .containsOnly(ACCEPTED);

        assertThat(namespace.run("ip", "route", "show", "table", "local", "dev", NAME))
                .startsWith("local 10.96.0.10 proto static scope host src 10.0.0.1");
        assertThat(namespace.run("ip", "-6", "route", "show", "table", "local", "dev", NAME))
                .contains("local fd00:96::a proto static src fd00::1 metric 1024");
        assertThat(namespace.run("ip", "route", "get", "10.96.0.10"))
                .startsWith("local 10.96.0.10 dev lo src 10.0.0.1");
        assertThat(namespace.run("ping", "-c1", "-W5", "10.96.0.10")).contains("1 received");
        assertThat(namespace.run("ping", "-c1", "-W5", "fd00:96::a")).contains("1 received");

        assertThat(client.applyRoutes(List.of(remove(V4, NODE_V4), remove(V6, NODE_V6))))
                .containsOnly(ACCEPTED);

        assertThat(namespace.run("ip", "route", "show", "table", "all", "type", "local"))
                .doesNotContain("10.96.0.10");
        assertThat(namespace.run("ip", "-6", "route", "show", "table", "all")).doesNotContain("fd00:96::a");
    }

    @Test
    void weListTheRoutesOfThatLinkThatIpWrites() throws Exception {
        namespace.run("ip", "route", "add", "local", "10.96.0.0/16", "dev", NAME, "table", "local", "proto", "77");
        namespace.run(
                "ip", "-6", "route", "add", "local", "fd00:96::a/128", "dev", NAME, "table", "local", "src", "fd00::1");
        namespace.run("ip", "route", "add", "10.97.0.0/16", "dev", NAME);

        assertThat(client.localRoutes(link.index()))
                .filteredOn(route -> route.protocol() != RouteProtocol.KERNEL)
                .containsExactlyInAnyOrder(
                        new LocalRoute(link.index(), Address.parse("10.96.0.0"), 16, Optional.empty(), 77),
                        new LocalRoute(link.index(), V6, 128, Optional.of(NODE_V6), RouteProtocol.BOOT));
    }

    @Test
    void refusalsHaveTheErrnosThatTheRecordsName() throws Exception {
        Address stranger = Address.parse("192.0.2.1");

        List<BatchResult> results = client.applyRoutes(List.of(
                add(V4, NODE_V4),
                add(V4, NODE_V4),
                add(V6, NODE_V6),
                add(V6, NODE_V6),
                add(Address.parse("10.96.0.11"), stranger),
                remove(Address.parse("10.96.0.12"), NODE_V4),
                remove(Address.parse("fd00:96::c"), NODE_V6),
                new AddLocalRoute(LocalRoute.toHost(4711, Address.parse("10.96.0.13"), Optional.empty()))));

        assertThat(results)
                .extracting(LocalRouteKernelIT::errno)
                .containsExactly(
                        null, Errno.EEXIST, null, Errno.EEXIST, Errno.EINVAL, Errno.ESRCH, Errno.ESRCH, Errno.ENODEV);
        assertThat(results.get(4).toString()).contains("Invalid prefsrc address");
    }

    @Test
    void aThousandRoutesGoInOneCall() throws Exception {
        List<LocalRouteChange> changes = IntStream.range(0, 1000)
                .mapToObj(i -> add(Address.parse("10.97." + i / 250 + "." + (1 + i % 250)), NODE_V4))
                .toList();

        assertThat(client.applyRoutes(changes)).hasSize(1000).containsOnly(ACCEPTED);

        assertThat(client.localRoutes(link.index()))
                .filteredOn(route -> route.protocol() == RouteProtocol.STATIC)
                .hasSize(1000);
    }

    private LocalRouteChange add(Address destination, Address source) {
        return new AddLocalRoute(LocalRoute.toHost(link.index(), destination, Optional.of(source)));
    }

    private LocalRouteChange remove(Address destination, Address source) {
        return new RemoveLocalRoute(LocalRoute.toHost(link.index(), destination, Optional.of(source)));
    }

    /** Null when it was not refused. */
    private static Errno errno(BatchResult result) {
        return result instanceof BatchResult.Refused refused ? refused.refusal().errno() : null;
    }
}
