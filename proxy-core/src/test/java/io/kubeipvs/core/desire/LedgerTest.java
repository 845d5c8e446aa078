package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final VirtualServer.Key WEB = new VirtualServer.Key(VIP, 80, Protocol.TCP);
    private static final VirtualServer.Key DNS = new VirtualServer.Key(VIP, 53, Protocol.UDP);
    private static final ServiceName A = new ServiceName("default", "a");
    private static final ServiceName B = new ServiceName("default", "b");

    private final Ledger ledger = new Ledger();

    @Test
    void returnsOnlyTheObjectsThatChanged() {
        ledger.replace(A, footprint("10.36.0.1", WEB, DNS));
        assertThat(ledger.replace(A, footprint("10.36.0.1", WEB, DNS)).isEmpty())
                .isTrue();
        Footprint oneChanged =
                footprint(Map.of(WEB, frontend("10.36.0.2", WEB), DNS, frontend("10.36.0.1", DNS)), Map.of());
        ChangedObjects changed = ledger.replace(A, oneChanged);
        assertThat(changed.all()).containsExactly(WEB);
    }

    @Test
    void keepsASharedVipUntilTheLastServiceLetsGo() {
        ledger.replace(A, footprint("10.36.0.1", WEB));
        ledger.replace(B, footprint("10.36.0.1", DNS));
        ledger.replace(A, Footprint.NONE);
        assertThat(ledger.isWanted(VIP)).isTrue();
        ledger.replace(B, Footprint.NONE);
        assertThat(ledger.isWanted(VIP)).isFalse();
        assertThat(ledger.wants(new KernelObject.Vip(VIP))).isFalse();
        ledger.forEach((service, objects) -> fail("%s wants %s", service, objects.all()));
    }

    @Test
    void givesAContestedVirtualServerToTheFirstNameWhateverTheOrder() {
        ledger.replace(B, footprint("10.36.0.2", WEB));
        ledger.replace(A, footprint("10.36.0.1", WEB));
        assertThat(ledger.wanted(WEB)).contains(frontend("10.36.0.1", WEB));
        assertThat(ledger.conflict(WEB)).contains(new Conflict(WEB, A, List.of(B)));
        assertThat(ledger.conflict(WEB).orElseThrow())
                .hasToString("TCP 10.96.0.1:80 is claimed by Services default/a (serves it) and [default/b]");

        assertThat(ledger.replace(A, Footprint.NONE).virtualServers()).containsExactly(WEB);
        assertThat(ledger.wanted(WEB)).contains(frontend("10.36.0.2", WEB));
        assertThat(ledger.conflict(WEB)).isEmpty();
    }

    private static Footprint footprint(String endpoint, VirtualServer.Key... keys) {
        Map<VirtualServer.Key, Frontend> frontends = new java.util.HashMap<>();
        for (VirtualServer.Key key : keys) {
            frontends.put(key, frontend(endpoint, key));
        }
        return footprint(frontends, Map.of());
    }

    private static Footprint footprint(
            Map<VirtualServer.Key, Frontend> frontends, Map<VirtualServer.Key, Admission> admissions) {
        Footprint.Builder footprint = new Footprint.Builder().vips(Set.of(VIP));
        frontends.values().forEach(footprint::add);
        admissions.forEach(footprint::admit);
        return footprint.build();
    }

    private static Frontend frontend(String endpoint, VirtualServer.Key key) {
        RealServer server = new RealServer(new RealServer.Key(Ip.parse(endpoint), 8080), 1);
        return Frontend.of(new VirtualServer(key, "rr", 0, 0), List.of(server));
    }
}
