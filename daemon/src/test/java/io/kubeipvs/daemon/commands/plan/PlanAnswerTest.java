package io.kubeipvs.daemon.commands.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.Rehearsed;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.PlannedPreparation;
import io.kubeipvs.daemon.kernel.filter.PlannedTables;
import io.kubeipvs.daemon.kernel.settings.PlannedSettings;
import io.kubeipvs.daemon.kernel.takeover.PlannedTakeover;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanAnswerTest {
    private static final VirtualServer WEB = server("10.96.0.1", 80);
    private static final VirtualServer FOREIGN = server("192.0.2.1", 6443);
    private static final RealServer POD = new RealServer(new RealServer.Key(Ip.parse("10.36.0.4"), 8080), 1);
    private static final KernelState BEFORE = KernelState.of(
            List.of(Frontend.of(WEB, List.of(POD)), Frontend.of(FOREIGN, List.of())),
            Set.of(WEB.key().vip()));
    private static final PlannedPreparation NO_PREPARATION = new PlannedPreparation(
            new PlannedSettings(List.of(), List.of()),
            false,
            new PlannedTables(List.of(), Map.of()),
            new PlannedTakeover(List.of(), List.of(), List.of(), List.of()));

    private static VirtualServer server(String vip, int port) {
        return new VirtualServer(new VirtualServer.Key(Ip.parse(vip), port, Protocol.TCP), "rr", 0, 0);
    }

    private static PlanAnswer answer(PlannedPreparation preparation, Rehearsed rehearsed, boolean isVerbose) {
        return new PlanAnswer(PlanDocument.of(preparation, rehearsed), isVerbose);
    }

    private static Rehearsed rehearsed(ServiceNotes.Changes notes, int cut, KernelOp... operations) {
        return new Rehearsed(
                BEFORE,
                List.of(operations),
                new Rehearsed.Unplanned(Set.of(FOREIGN.key()), Set.of(), Set.of()),
                List.of(notes),
                cut);
    }

    private static Rehearsed everyKind() {
        ServiceNotes.Changes notes = ServiceNotes.Changes.empty();
        RefusedAddress refused =
                new RefusedAddress("spec.externalIPs", Ip.parse("192.168.1.3"), RefusedAddress.Reason.OTHER_NODE);
        notes.refusals()
                .add(new ServiceNotes.Refusal(
                        new ServiceName("shop", "legacy-lb"), List.of(refused), List.of(refused)));
        VirtualServer other = new VirtualServer(WEB.key(), "lc", 1, 60);
        Admission admission = Admission.of(Admission.Kind.CLUSTER);
        Stream<KernelOp> added =
                IntStream.range(1, 6).mapToObj(i -> new IpvsOp.AddVirtualServer(server("10.96.1." + i, 80)));
        Stream<KernelOp> others = Stream.of(
                new FilterOp.PutAdmission(WEB.key(), Optional.empty(), admission, Phase.ADMIT),
                new FilterOp.PutAdmission(WEB.key(), Optional.of(admission), admission, Phase.CLEAN_UP_FILTER),
                new FilterOp.PauseNewConnections(WEB.key()),
                new IpvsOp.ChangeVirtualServer(WEB, other),
                new FilterOp.ResumeNewConnections(WEB.key()),
                new IpvsOp.ChangeRealServer(WEB.key(), POD.quiet()),
                new VipOp.BindVip(Ip.parse("10.96.1.1")),
                new IpvsOp.DropVirtualServer(server("10.96.0.9", 80).key()));
        return rehearsed(notes, 2, Stream.concat(added, others).toArray(KernelOp[]::new));
    }

    private static PlannedPreparation preparation() {
        return new PlannedPreparation(
                new PlannedSettings(
                        List.of(new PlannedSettings.Change("net.ipv4.vs.conn_reuse_mode", "0", "1")),
                        List.of(new Problem(
                                "setting net.x cannot be as wanted: no such key; no effect", "modprobe x"))),
                true,
                new PlannedTables(List.of("ip kube-proxy", "ip6 kube-proxy"), Map.of("arp kube-proxy", "chain input")),
                new PlannedTakeover(
                        List.of("ip nat KUBE-SERVICES"),
                        List.of("ip filter KUBE-FORWARD"),
                        List.of("KUBE-CLUSTER-IP"),
                        List.of("KUBE-LOOP-BACK")));
    }

    @Test
    void groupsTheChanges() {
        PlanAnswer answer = answer(preparation(), everyKind(), false);
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("""
                Adopts    0 virtual servers, 0 real servers, 1 VIP as they are
                Changes   ~ 1 kernel setting: net.ipv4.vs.conn_reuse_mode (0 -> 1)
                          ~ 1 table of the packet filter: arp kube-proxy (differs: chain input)
                          ~ 1 virtual server: TCP 10.96.0.1:80 (scheduler rr -> lc, flags 0x0 -> 0x1, affinity 0 s -> 60 s)
                          ~ 1 ipset of kube-proxy: KUBE-LOOP-BACK (emptied; it stays, because rules of iptables-legacy refer to it)
                Adds      + 1 link: kube-ipvs0
                          + 2 tables of the packet filter: ip kube-proxy, ip6 kube-proxy
                          + 5 virtual servers: TCP 10.96.1.1:80, TCP 10.96.1.2:80, TCP 10.96.1.3:80, and 2 more
                          + 1 entry of the packet filter: TCP 10.96.0.1:80
                          + 1 VIP: 10.96.1.1
                Removes   - 1 virtual server: TCP 10.96.0.9:80
                          - 1 chain of kube-proxy: ip nat KUBE-SERVICES
                          - 1 ipset of kube-proxy: KUBE-CLUSTER-IP
                Drains    - 1 real server: TCP 10.96.0.1:80 -> 10.36.0.4:8080
                Refuses   ! shop/legacy-lb spec.externalIPs 192.168.1.3: is an address of another node; it is not served
                Problems  ! setting net.x cannot be as wanted: no such key; no effect; modprobe x
                Stays     1 virtual server of other programs or excluded ranges: TCP 192.0.2.1:6443
                          1 chain of kube-proxy that is of use still: ip filter KUBE-FORWARD
                18 changes, 2 connections cut. Nothing was changed.
                """);
        assertThat(answer.status()).isEqualTo(ExitStatus.TO_DO);
    }

    @Test
    void namesEveryObjectWhereTheScreenIsWide() {
        assertThat(answer(preparation(), everyKind(), false).text(Style.PLAIN, true))
                .contains("TCP 10.96.1.3:80, TCP 10.96.1.4:80, TCP 10.96.1.5:80\n");
    }

    @Test
    void listsTheOperationsInTheirOrderIfVerbose() {
        assertThat(answer(NO_PREPARATION, everyKind(), true).text(Style.PLAIN, false))
                .contains("Steps     add virtual server TCP 10.96.1.1:80 rr\n")
                .contains(
                        "          pause new connections TCP 10.96.0.1:80\n",
                        "          change virtual server TCP 10.96.0.1:80 lc flags=0x1 timeout=60s\n",
                        "          resume new connections TCP 10.96.0.1:80\n");
    }

    @Test
    void reportsThatNothingIsToBeDone() {
        PlanAnswer answer = answer(NO_PREPARATION, rehearsed(ServiceNotes.Changes.empty(), 0), false);
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("""
                Adopts    1 virtual server, 1 real server, 1 VIP as they are
                Stays     1 virtual server of other programs or excluded ranges: TCP 192.0.2.1:6443
                Nothing to do. Nothing was changed.
                """);
        assertThat(answer.status()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void theDocumentHasEveryChangeAndOperation() {
        JsonNode document = JsonMapper.shared()
                .valueToTree(answer(preparation(), everyKind(), false).document());
        assertThat(document.get("changes")).hasSize(18);
        assertThat(document.get("changes").get(0).toString())
                .isEqualTo(
                        "{\"action\":\"CHANGE\",\"kind\":\"kernel setting\",\"object\":\"net.ipv4.vs.conn_reuse_mode\","
                                + "\"detail\":\"0 -> 1\"}");
        assertThat(document.get("operations")).hasSize(13);
        assertThat(document.get("cutConnections").asInt()).isEqualTo(2);
        assertThat(document.get("stays").get("foreign").get(0).asString()).isEqualTo("TCP 192.0.2.1:6443");
    }
}
