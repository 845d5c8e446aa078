package io.kubeipvs.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A difference after an own operation with a lost answer is no drift, in whichever order the parts are read. */
class AuditTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Ip VIP = Ip.parse("192.168.1.2");
    private static final VirtualServer.Key KEY = new VirtualServer.Key(VIP, 80, Protocol.TCP);
    private static final KernelOp ADD = new IpvsOp.AddVirtualServer(new VirtualServer(KEY, "rr", 0, 0));
    private static final KernelOp ADMIT =
            new FilterOp.PutAdmission(KEY, Optional.empty(), Admission.of(Admission.Kind.REFUSE), Phase.ADMIT);
    private static final KernelOp BIND = new VipOp.BindVip(VIP);
    private static final KernelOp CLOSE = new FilterOp.PutAddress(AddressSet.VIPS, VIP);

    private final FakeKernel kernel = new FakeKernel();
    private final Audit audit = new Audit(new Reality(), PERIOD);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @BeforeEach
    void start() {
        audit.readWhole(now);
        now = now.plus(PERIOD);
    }

    @Test
    void theEndOfAPassDoesNotMakeItDrift() {
        Reading last = next();
        while (!(last instanceof Reading.VirtualServers)) {
            audit.take(last.read(kernel));
            last = next();
        }
        Finding finding = last.read(kernel);
        lose(ADD);
        assertThat(audit.take(finding).drift().all()).isEmpty();
        assertThat(audit.passes()).isOne();

        assertThat(findOwn()).containsExactly(KEY);
    }

    @Test
    void anotherPartThatIsReadBeforeDoesNotMakeItDrift() {
        lose(ADD);
        lose(ADMIT);
        lose(BIND);
        lose(CLOSE);
        assertThat(findOwn()).containsExactlyInAnyOrder(KEY, KEY, BIND.object(), CLOSE.object());
    }

    @Test
    void allVirtualServersOfChangedTablesAreReadBeforeThePass() {
        kernel.apply(List.of(ADD));
        assertThat(driftOfAll(Set.of())).containsExactly(KEY);
        kernel.apply(List.of(new IpvsOp.DropVirtualServer(KEY)));
        assertThat(driftOfAll(Set.of(KEY))).containsExactly(KEY);
    }

    private List<KernelObject> driftOfAll(Set<VirtualServer.Key> known) {
        audit.suspectVirtualServers();
        Reading first = next();
        assertThat(first).isEqualTo(new Reading.AllFrontends(known));
        return List.copyOf(audit.take(first.read(kernel)).drift().all());
    }

    @Test
    void anOperationMeanwhileMakesItReadAgain() {
        lose(ADD);
        lose(ADMIT);
        lose(BIND);
        Reading vips = next();
        audit.changed(BIND.object());
        audit.take(vips.read(kernel));
        Reading filter = next();
        audit.changed(KEY);
        audit.take(filter.read(kernel));
        Reading frontends = next();
        while (!(frontends instanceof Reading.Frontends)) {
            assertThat(audit.take(frontends.read(kernel)).drift().all()).isEmpty();
            frontends = next();
        }
        audit.changed(KEY);
        audit.take(frontends.read(kernel));
        assertThat(findOwn()).contains(KEY);
    }

    private Reading next() {
        now = now.plusSeconds(1);
        return audit.next(now).orElseThrow();
    }

    /** The kernel makes the change, and its answer is lost. */
    private void lose(KernelOp op) {
        kernel.apply(List.of(op));
        audit.doubt(op);
    }

    /** The own objects that the next readings find, each time that one is found. */
    private List<Object> findOwn() {
        List<Object> own = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            now = now.plusSeconds(1);
            audit.next(now).ifPresent(reading -> {
                Audit.Differences differences = audit.take(reading.read(kernel));
                assertThat(differences.drift().all()).isEmpty();
                own.addAll(differences.own().all());
            });
        }
        return own;
    }
}
