package io.kubeipvs.daemon.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The screen of {@code kube-ipvs status}. */
class StatusTextTest {
    private static final StatusDocument.Program PROGRAM = new StatusDocument.Program(
            "0.2.0",
            "worker-3",
            532_800,
            "Linux 6.12.9, Java 17.0.15",
            "https://10.0.0.1:6443",
            new StatusDocument.Memory(91L << 20, 28L << 20, 256L << 20));
    private static final StatusDocument.Overview OVERVIEW =
            new StatusDocument.Overview(1377, 1, List.of("TCP 192.0.2.1:6443"), 2460, 3600);
    private static final StatusDocument.Refused NOTHING = new StatusDocument.Refused(List.of(), List.of(), List.of());

    private static final StatusDocument.Environment ENVIRONMENT = new StatusDocument.Environment(
            "ipvs",
            Optional.empty(),
            12_000,
            new TreeMap<>(Map.of("EndpointSlice", 0L, "Node", 31L, "Service", 2L)),
            List.of(new StatusDocument.DroppingChain(
                    "chain inet filter input (hook input): its policy drops packets for VIPs and node ports",
                    "nft insert rule inet filter input accept")),
            CheckOverview.NONE);

    private static StatusDocument.Sync sync(String work, long seconds) {
        return new StatusDocument.Sync(
                work,
                seconds,
                new StatusDocument.Services(1204, 1204),
                Optional.of(new StatusDocument.Round(2, 3, 4, true)),
                new StatusDocument.Audit(14, 3, 0, 0));
    }

    private static StatusDocument.Kernel kernel(int pending, Optional<StatusDocument.Overview> overview) {
        return new StatusDocument.Kernel(1890, 9417, 12, pending, 0, "lc", overview);
    }

    private static StatusDocument status(
            StatusDocument.Kernel kernel, StatusDocument.Refused refused, StatusDocument.Condition... problems) {
        StatusDocument.State state =
                problems.length == 0 ? StatusDocument.State.HEALTHY : StatusDocument.State.DEGRADED;
        return new StatusDocument(
                state, true, PROGRAM, sync("IDLE", 2), kernel, List.of(problems), refused, ENVIRONMENT);
    }

    @Test
    void aHealthyOneFitsAScreen() {
        String text = new StatusText(status(kernel(0, Optional.of(OVERVIEW)), NOTHING), Style.PLAIN, false).text();
        assertThat(text).isEqualTo("""
                kube-ipvs 0.2.0  node worker-3  up 6d4h  Linux 6.12.9, Java 17.0.15  HEALTHY

                  Services from https://10.0.0.1:6443
                  Received      EndpointSlice 0s ago  Node 31s ago  Service 2s ago
                  Config        in force for 3h20m
                  Sync          complete 2s ago, 3 operations in 4 ms
                  Audit         every object was compared within 14s, 0 changes of other programs repaired
                  Data path     ipvs
                  Kernel        1,890 virtual servers  9,417 real servers  1,377 VIPs  scheduler lc
                  Draining      12 real servers, the oldest for 41m of 1h
                  Operations    none failed
                  Others        1 virtual server of other programs: TCP 192.0.2.1:6443
                  Firewall      chain inet filter input (hook input): its policy drops packets for VIPs and node ports
                                fix: nft insert rule inet filter input accept
                  Memory        91 MiB resident, heap 28 MiB of 256 MiB

                No problems.
                """);
    }

    @Test
    void theDataPathWithoutIpvsHasItsCauseAndFix() {
        StatusDocument.Environment without = new StatusDocument.Environment(
                "nftables",
                Optional.of(new StatusDocument.Fixable("this kernel has no IPVS", "modprobe ip_vs")),
                1,
                Map.of(),
                List.of(),
                CheckOverview.NONE);
        StatusDocument status = new StatusDocument(
                StatusDocument.State.HEALTHY,
                true,
                PROGRAM,
                sync("IDLE", 2),
                kernel(0, Optional.of(OVERVIEW)),
                List.of(),
                NOTHING,
                without);
        assertThat(new StatusText(status, Style.PLAIN, false).text()).contains("""
                  Data path     nftables: this kernel has no IPVS
                                fix: modprobe ip_vs
                """.indent(0));
    }

    @Test
    void everyProblemHasItsCauseAndFix() {
        StatusDocument.Refused refused = new StatusDocument.Refused(
                List.of(new StatusDocument.Operation(
                        "add real server 10.36.4.9:8443", "ENOMEM (out of memory)", "free kernel memory", 4, 31)),
                List.of(new StatusDocument.Address(
                        "shop/legacy", "spec.externalIPs 198.51.100.9: is an address of another node")),
                List.of(new StatusDocument.Rejected("Service shop/odd", "spec.ports: is missing", 0)));
        String text = new StatusText(
                        status(
                                kernel(1, Optional.of(OVERVIEW)),
                                refused,
                                new StatusDocument.Condition("operation", "1 kernel object is not as wanted", ""),
                                new StatusDocument.Condition("source", "the API server is away", "start it"),
                                new StatusDocument.Condition("port", "port 10249 is in use", "stop its user")),
                        Style.PLAIN,
                        false)
                .text();
        assertThat(text)
                .startsWith("kube-ipvs 0.2.0  node worker-3")
                .contains("DEGRADED\n", """
                          Services from https://10.0.0.1:6443
                                        PROBLEM the API server is away
                                        fix: start it
                        """, """
                          Operations    1 object not as wanted, tried again
                                        add real server 10.36.4.9:8443, 4 attempts in 31s
                                          cause: ENOMEM (out of memory)
                                          fix: free kernel memory
                          Addresses     1 not served
                                        shop/legacy: spec.externalIPs 198.51.100.9: is an address of another node
                          Objects       1 not used, or not all of them
                                        Service shop/odd: spec.ports: is missing
                        """, """
                          port          PROBLEM port 10249 is in use
                                        fix: stop its user
                        """)
                .endsWith("\n\n3 problems.\n");
    }

    @Test
    void aHangIsShown() {
        StatusDocument hanging = new StatusDocument(
                StatusDocument.State.STARTING,
                false,
                PROGRAM,
                sync("PUT_REAL_SERVERS, 2,980 operations; 1,000 of 20,000 Services are done", 12),
                kernel(0, Optional.empty()),
                List.of(),
                NOTHING,
                ENVIRONMENT);
        assertThat(new StatusText(hanging, Style.PLAIN, false).text())
                .contains(
                        "Sync          PUT_REAL_SERVERS, 2,980 operations; 1,000 of 20,000 Services are done for 12s;",
                        "the sync thread is busy",
                        "Not ready: not all Services have reached the kernel yet.\n");
    }

    @Test
    void manyRefusedAddressesAreShortenedUnlessTheUserWantsAll() {
        StatusDocument many = status(
                kernel(0, Optional.of(OVERVIEW)),
                new StatusDocument.Refused(
                        List.of(),
                        IntStream.range(0, 9)
                                .mapToObj(i -> new StatusDocument.Address("ns/s" + i, "cause"))
                                .toList(),
                        List.of()));
        assertThat(new StatusText(many, Style.PLAIN, false).text())
                .contains("ns/s4: cause", "and 4 more: -o wide")
                .doesNotContain("ns/s5");
        assertThat(new StatusText(many, Style.PLAIN, true).text())
                .contains("ns/s8: cause")
                .doesNotContain("more");
    }

    @Test
    void failedHealthChecksAreShown() {
        StatusDocument.Environment checked = new StatusDocument.Environment(
                "ipvs",
                Optional.empty(),
                1,
                Map.of(),
                List.of(),
                new CheckOverview(
                        3000,
                        1,
                        1.5,
                        0,
                        List.of(new CheckOverview.Last(
                                "tcp://10.36.0.1:80", false, "the connection was refused", 7, 1))));
        StatusDocument unhealthy = new StatusDocument(
                StatusDocument.State.HEALTHY,
                true,
                PROGRAM,
                sync("IDLE", 2),
                kernel(0, Optional.of(OVERVIEW)),
                List.of(),
                NOTHING,
                checked);
        assertThat(new StatusText(unhealthy, Style.PLAIN, false).text())
                .contains("  Health checks 3,000 servers checked, 1 unhealthy, intervals 1.5 times as long as chosen"
                        + " (healthChecks.maxPerSecond)\n"
                        + "                tcp://10.36.0.1:80: the connection was refused, 7 times in a row\n");
    }
}
