package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.RequestObserver;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.daemon.traffic.TrafficPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Meters after everything that is measured has happened once, to each of these many Services. */
public final class Exercised {
    /** The build of the program. */
    public static final BuildInfo BUILD = new BuildInfo("1.2.3", "0123abc", "2026-01-02T03:04:05Z");

    private Exercised() {}

    public static ProxyMetrics metrics(int services) {
        ChangeTracker tracker = new ChangeTracker(() -> {});
        ProxyMetrics metrics = new ProxyMetrics(
                new RejectedObjects(EventRecorder.NONE), tracker::counts, InstantSource.system(), BUILD);
        metrics.show(new Degraded());
        metrics.show(DataPath.IPVS);
        TrafficPage.Port port = new TrafficPage.Port(new ServiceName("default", "web"), "http", "TCP");
        TrafficPage traffic =
                new TrafficPage(Map.of(port, new IpvsListing.Traffic(1, 2, 3, 4, 5)), Map.of(port, 6L), 1);
        metrics.show(() -> traffic);
        metrics.serverChecks().show(() -> new CheckOverview(services, 1, 1.5, 0.2, List.of()));
        CheckOverview.RESULTS.forEach(metrics.serverChecks()::checked);
        metrics.queued();
        List<ServiceView> views =
                IntStream.range(0, services).mapToObj(Exercised::view).toList();
        views.forEach(view -> tracker.putService(view.service().orElseThrow()));
        metrics.roundEnded(
                Reports.round().applied(views.toArray(ServiceView[]::new)).build());
        metrics.roundEnded(round(services).services(services).build());
        metrics.roundEnded(round(services).drift().virtualServers(services).build());
        metrics.roundEnded(Reports.unreachable());
        metrics.roundEnded(Reports.round()
                .results(List.of(new ApplyReport.Result(
                        new VipOp.BindVip(ip(96, 1)),
                        new Outcome.Refused("ENOMEM", new Problem("no memory", "free memory")),
                        0)))
                .build());
        metrics.watches().listed("Service", services);
        metrics.watches().watchOver("Service", WatchObserver.Reason.ENDED);
        metrics.doors().forgot(Family.IPV4, 1, Duration.ofMillis(1));
        metrics.doors().sent(Subsystem.IPVS, 1);
        metrics.workers().failed("events");
        metrics.requests().answered("10.0.2.2:6443", "GET", 200);
        metrics.requests().read(new RequestObserver.Exchange("10.0.2.2:6443", "GET", Duration.ofMillis(7), 0, 100));
        metrics.requests().read(new RequestObserver.Exchange("10.0.2.2:6443", "POST", Duration.ofMillis(7), 100, 100));
        List.of("/healthz", "/livez").forEach(path -> metrics.probes().answered(path, 200));
        return metrics;
    }

    private static ServiceView view(int number) {
        Given given = Given.service("web-" + number, ip(96, number).toString())
                .internalLocal()
                .endpoints("10.36.0.1@n2");
        ChangeTrigger trigger = new ChangeTrigger(Family.IPV4, Instant.now().plusSeconds(1));
        return given.view().withTriggers(List.of(trigger));
    }

    private static Reports round(int operations) {
        return Reports.round()
                .results(IntStream.range(0, operations)
                        .mapToObj(number -> new ApplyReport.Result(
                                new VipOp.BindVip(ip(96, number)), new Outcome.AlreadySo("EEXIST"), 0))
                        .toList());
    }

    private static Ip ip(int second, int number) {
        return Ip.parse("10." + second + "." + number / 256 + "." + number % 256);
    }
}
