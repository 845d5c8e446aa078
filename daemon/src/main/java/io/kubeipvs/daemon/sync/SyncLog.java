package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sync thread says to the person who reads the log: one line a thing, and each thing once while it lasts. */
final class SyncLog {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLog.class);
    private static final int MOST_FAILURES_A_ROUND = 10;

    private Set<Conflict> conflicts = new HashSet<>();
    private Map<ServiceName, List<RefusedAddress>> refused = Map.of();
    private Map<ServiceName, Set<Ip>> left = Map.of();
    private boolean started;

    /** Those of them that are new. */
    List<Conflict> conflicts(List<Conflict> current) {
        List<Conflict> fresh = current.stream().filter(conflicts::add).toList();
        fresh.forEach(conflict -> LOG.warn("conflict {}", conflict));
        return fresh;
    }

    /** Those of them of which an address is new. */
    Map<ServiceName, List<RefusedAddress>> refused(Map<ServiceName, List<RefusedAddress>> current) {
        Map<ServiceName, List<RefusedAddress>> fresh = new HashMap<>();
        current.forEach((service, addresses) -> addresses.stream()
                .filter(address -> !refused.getOrDefault(service, List.of()).contains(address))
                .forEach(address -> {
                    LOG.warn("address_refused Service {}: {}", service, address);
                    fresh.put(service, addresses);
                }));
        refused = Map.copyOf(current);
        return fresh;
    }

    /** The cluster addresses that others listen on, and those of them that are the Services' again. */
    void left(Map<ServiceName, Set<Ip>> current) {
        current.forEach((service, addresses) -> addresses.stream()
                .filter(address -> !left.getOrDefault(service, Set.of()).contains(address))
                .forEach(address -> LOG.info(
                        "address_left Service {}: spec.clusterIPs {}: a link of this node has it, so whoever listens there"
                                + " keeps it",
                        service,
                        address)));
        left.forEach((service, addresses) -> addresses.stream()
                .filter(address -> !current.getOrDefault(service, Set.of()).contains(address))
                .forEach(address -> LOG.info("address_left_no_more Service {}: spec.clusterIPs {}", service, address)));
        left = Map.copyOf(current);
    }

    void round(SyncReport report) {
        List<ApplyReport.Result> results = report.result().results();
        if (!started) {
            started = true;
            LOG.info(
                    "first_sync services={} operations={} took_ms={}",
                    report.services(),
                    results.size(),
                    millis(report));
        } else if (!results.isEmpty()) {
            LOG.info(
                    "synced services={} operations={} draining={} took_ms={}",
                    report.services(),
                    results.size(),
                    report.draining(),
                    millis(report));
        }
        results.forEach(result -> LOG.debug("{}: {}", result.op(), result.outcome()));
        failures(report.result().failures());
    }

    private void failures(List<ApplyReport.Result> failures) {
        failures.stream()
                .limit(MOST_FAILURES_A_ROUND)
                .forEach(failure -> LOG.warn("not_done_will_retry {}", text(failure)));
        if (failures.size() > MOST_FAILURES_A_ROUND) {
            LOG.warn("not_done_will_retry more={}", failures.size() - MOST_FAILURES_A_ROUND);
        }
    }

    private static String text(ApplyReport.Result failure) {
        if (failure.outcome() instanceof Outcome.Refused refused) {
            return refused.message();
        }
        if (failure.outcome() instanceof Outcome.Lost lost) {
            return failure.op() + ": no certain answer (" + lost.reason() + "), the kernel is read again";
        }
        return failure.op() + ": what it needs is not in the kernel";
    }

    private static long millis(SyncReport report) {
        return report.took().toMillis();
    }

    void unreachable(String message) {
        LOG.error("kernel_unreachable_will_retry {}", message);
    }
}
