package io.kubeipvs.daemon.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The kernel's virtual servers with the names of their Services, as a user sees them. */
class ServiceRowsTest {
    private static final IpvsTable.Traffic IDLE = new IpvsTable.Traffic(0, 0, 0, 0);
    private static final IpvsTable.Traffic BUSY = new IpvsTable.Traffic(90_000, 22, 88_000_000, 1_900_000_000);

    private static final Map<String, List<IpvsTable.RealServer>> SERVERS = Map.of(
            "TCP 10.96.4.17:443",
            List.of(
                    server("10.36.0.4:8443", 1, 91),
                    server("10.36.4.9:8443", 1, 1109),
                    server("10.36.4.11:8443", 0, 3)),
            "FWM 0x69a14003",
            List.of(server("10.36.0.4:8443", 1, 0)));

    private static final List<IpvsTable.Server> KERNEL = List.of(
            virtualServer("TCP", "192.0.2.1", 6443, IDLE),
            virtualServer("UDP", "10.96.0.10", 53, IDLE),
            virtualServer("TCP", "10.96.4.17", 443, BUSY),
            new IpvsTable.Server("FWM 0x69a14003", "", "mark 0x69a14003", 0, "lc", IDLE, null));

    private static final NamesDocument NAMES = new NamesDocument(
            "worker-3",
            List.of(
                    new NamesDocument.Named(
                            "TCP 10.96.4.17:443", "default", "web", "ClusterIP", 2, 4, NamesDocument.Choices.NONE),
                    new NamesDocument.Named(
                            "FWM 0x69a14003", "default", "web", "Local", 2, 4, NamesDocument.Choices.NONE),
                    new NamesDocument.Named(
                            "UDP 10.96.0.10:53", "kube-system", "dns", "ClusterIP", 0, 0, NamesDocument.Choices.NONE),
                    new NamesDocument.Named(
                            "TCP 10.96.4.17:443", "shop", "thief", "ExternalIP", 1, 1, NamesDocument.Choices.NONE),
                    new NamesDocument.Named(
                            "TCP [fd00::1]:80", "shop", "new", "ClusterIP", 1, 1, NamesDocument.Choices.NONE)),
            List.of(
                    new NamesDocument.Unserved("shop", "legacy", "198.51.100.9", "other_node", "it is another node's"),
                    new NamesDocument.Unserved(
                            "shop", "thief", "TCP 10.96.4.17:443", "conflict", "Service default/web serves it")),
            List.of(new NamesDocument.Draining("TCP 10.96.4.17:443", "10.36.4.11:8443", 745)),
            Optional.empty());

    private static IpvsTable.Server virtualServer(
            String protocol, String address, int port, IpvsTable.Traffic traffic) {
        return new IpvsTable.Server(
                protocol + " " + address + ":" + port, protocol, address, port, "lc", traffic, null);
    }

    private static IpvsTable.RealServer server(String address, int weight, int active) {
        return new IpvsTable.RealServer(address, weight, active, 0, IDLE);
    }

    private static List<ServiceRow> rows(Optional<NamesDocument> names, ServiceFilter filter) {
        return new ServiceRows(names, filter, server -> SERVERS.getOrDefault(server.key(), List.of())).of(KERNEL);
    }

    private static ServicesAnswer answer(String word) {
        return new ServicesAnswer("worker-3", "", "", rows(Optional.of(NAMES), ServiceFilter.of(word)), true);
    }

    @Test
    void everyVirtualServerAndEveryUnservedAddressHasARow() {
        ServicesAnswer answer =
                new ServicesAnswer("worker-3", "", "", rows(Optional.of(NAMES), ServiceFilter.ALL), false);
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("""
                NAMESPACE    NAME    ADDRESS             PORT      TYPE       SCHED  READY  DRAIN  CONN  CPS  NOTE
                -            -       192.0.2.1           6443/TCP  -          lc       0/0      -     0    0  no Service wants it
                default      web     mark 0x69a14003     -         Local      lc       1/4      -     0    0  1 of 2 wanted servers are in the kernel
                default      web     10.96.4.17          443/TCP   ClusterIP  lc       2/4      1  1.2k   22
                kube-system  dns     10.96.0.10          53/UDP    ClusterIP  lc       0/0      -     0    0  no endpoint: refuses connections
                shop         legacy  198.51.100.9        -         -          -          -      -     -    -  REFUSED other_node: it is another node's
                shop         new     fd00::1             80/TCP    ClusterIP  -          -      -     -    -  not in the kernel
                shop         thief   TCP 10.96.4.17:443  -         -          -          -      -     -    -  REFUSED conflict: Service default/web serves it
                """);
        assertThat(answer.status()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aNarrowQuestionShowsTheRealServers() {
        assertThat(answer("10.96.4.17").text(Style.PLAIN, true)).isEqualTo("""
                NAMESPACE  NAME  ADDRESS     PORT     TYPE       SCHED  READY  DRAIN  CONN  CPS  INACT  IN/s  OUT/s  NOTE
                default    web   10.96.4.17  443/TCP  ClusterIP  lc       2/4      1  1.2k   22      0   88M   1.9G

                TCP 10.96.4.17 port 443
                  SERVER           WEIGHT  CONN  INACT  CPS  IN/s  OUT/s  STATE
                  10.36.0.4:8443        1    91      0    0     0      0
                  10.36.4.9:8443        1  1.1k      0    0     0      0
                  10.36.4.11:8443       0     3      0    0     0      0  draining for 12m25s
                """);
    }

    @Test
    void theDocumentHasTheSameContent() {
        JsonNode document = JsonMapper.shared().valueToTree(answer("10.96.4.17").document());
        assertThat(document.at("/node").asString()).isEqualTo("worker-3");
        assertThat(document.at("/running").asBoolean()).isTrue();
        JsonNode web = document.at("/services/0");
        assertThat(web.propertyNames())
                .containsExactlyInAnyOrder(
                        "namespace",
                        "name",
                        "type",
                        "address",
                        "port",
                        "protocol",
                        "scheduler",
                        "servers",
                        "load",
                        "note",
                        "problem",
                        "realServers",
                        "drainingSeconds",
                        "choices");
        assertThat(web.at("/load/active").asInt()).isEqualTo(1203);
        assertThat(web.at("/servers/draining").asInt()).isEqualTo(1);
        assertThat(web.at("/drainingSeconds/10.36.4.11:8443").asLong()).isEqualTo(745);
        assertThat(web.at("/realServers/2/address").asString()).isEqualTo("10.36.4.11:8443");
    }

    @Test
    void anotherNameFindsNothing() {
        ServicesAnswer answer = answer("none");
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("nothing found\n");
        assertThat(answer.status()).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void withoutNamesTheAddressesRemain() {
        ServicesAnswer answer = new ServicesAnswer(
                "", "kube-ipvs does not run here", "", rows(Optional.empty(), ServiceFilter.of("10.96.4.17")), false);
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("""
                kube-ipvs does not run here
                This is the kernel's state.
                NAMESPACE  NAME  ADDRESS     PORT     TYPE  SCHED  READY  DRAIN  CONN  CPS  NOTE
                -          -     10.96.4.17  443/TCP  -     lc       2/3      1  1.2k   22
                """);
        assertThat(answer.status()).isEqualTo(ExitStatus.NOT_RUNNING);
    }

    @Test
    void realServersAreReadOfTheSelectedOnesOnly() {
        List<String> read = new ArrayList<>();
        new ServiceRows(Optional.of(NAMES), ServiceFilter.of("default/web"), server -> {
                    read.add(server.key());
                    return List.of();
                })
                .of(KERNEL);
        assertThat(read).containsExactlyInAnyOrder("TCP 10.96.4.17:443", "FWM 0x69a14003");
    }

    @Test
    void aVirtualServerIsLookedUpOnce() {
        List<NamesDocument.Named> named = IntStream.range(0, 20_000)
                .mapToObj(i -> new NamesDocument.Named(
                        key(i), "ns-" + i % 50, "web-" + i, "ClusterIP", 0, 0, NamesDocument.Choices.NONE))
                .toList();
        List<IpvsTable.Server> kernel = IntStream.range(0, 20_000)
                .mapToObj(i -> virtualServer("TCP", "10.96." + i / 250 + "." + i % 250, 80, IDLE))
                .toList();
        NamesDocument names = new NamesDocument("n1", named, List.of(), List.of(), Optional.empty());
        long begin = System.nanoTime();
        List<ServiceRow> rows = new ServiceRows(Optional.of(names), ServiceFilter.ALL, server -> List.of()).of(kernel);
        System.out.println("services: 20,000 rows in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        assertThat(rows)
                .hasSize(20_000)
                .allMatch(row -> row.inKernel() && !row.place().name().isEmpty());
    }

    private static String key(int i) {
        return "TCP 10.96." + i / 250 + "." + i % 250 + ":80";
    }
}
