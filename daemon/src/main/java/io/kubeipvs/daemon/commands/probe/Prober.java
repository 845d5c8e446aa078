package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.Explained;
import io.kubeipvs.daemon.commands.probe.Connector.Result;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Connects to addresses of Services and to the endpoints behind them. For one use by one thread. */
public final class Prober {
    private static final String TCP = "TCP ";

    private final List<ProbeTarget> targets = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Connector connector;

    /** Receives how far the work is. */
    public interface Progress {
        /** So many of these addresses have a result. */
        void done(int number, int of);
    }

    /** @param limit for all connections together */
    public Prober(Duration limit) {
        this.connector = new Connector(MonotonicClock.SYSTEM, limit);
    }

    /** Adds an address. */
    public void add(ProbeTarget target) {
        targets.add(target);
    }

    /** Adds the packets of a process of this node that an explanation is about. */
    public void add(ExplainDocument explained) {
        notes.addAll(explained.notes());
        for (Explained one : explained.packets()) {
            if (one.packet().to().startsWith(TCP)) {
                add(new ProbeTarget(
                        one.packet()
                                .service()
                                .map(ExplainDocument.ServicePart::name)
                                .orElse(""),
                        one.packet().to().substring(TCP.length()),
                        one.endpoints().chosen().stream()
                                .map(ExplainDocument.Chosen::server)
                                .toList()));
            } else {
                notes.add(one.packet().to() + ": not tried, only TCP is");
            }
        }
    }

    /** Connects, to addresses of Services first. The problems are the first results. */
    public ProbeDocument probe(Progress progress) throws IOException, InterruptedException {
        Set<String> addresses = new LinkedHashSet<>();
        targets.forEach(target -> addresses.add(target.address()));
        targets.forEach(target -> addresses.addAll(target.endpoints()));
        connector.connect(addresses, number -> progress.done(number, addresses.size()));
        List<ProbeDocument.Probed> probed = new ArrayList<>();
        targets.forEach(target -> probed.add(result(target)));
        probed.sort(Comparator.comparing(ProbeDocument.Probed::works)); // stable
        return new ProbeDocument(probed, notes);
    }

    private ProbeDocument.Probed result(ProbeTarget target) {
        Result vip = connector.result(target.address());
        List<ProbeDocument.Endpoint> endpoints = new ArrayList<>();
        int good = 0;
        for (String endpoint : target.endpoints()) {
            Result result = connector.result(endpoint);
            good += result == Result.CONNECTED ? 1 : 0;
            endpoints.add(new ProbeDocument.Endpoint(endpoint, result.words()));
        }
        boolean works = vip == Result.CONNECTED && good == endpoints.size();
        return new ProbeDocument.Probed(
                new ProbeDocument.Target(target.service(), target.address()),
                vip.words(),
                endpoints,
                verdict(target, vip, good),
                works);
    }

    private String verdict(ProbeTarget target, Result vip, int good) {
        int all = target.endpoints().size();
        boolean isTried = vip != Result.NOT_TRIED
                && target.endpoints().stream().allMatch(one -> connector.result(one) != Result.NOT_TRIED);
        if (!isTried) {
            return "not tried: the time is over";
        }
        if (all == 0) {
            return "no endpoint may get connections of this node: see 'kube-ipvs explain'";
        }
        if (vip == Result.CONNECTED) {
            return good == all ? "works" : "pods: " + (all - good) + " of " + all + " endpoints fail";
        }
        return good > 0
                ? "data path: the address fails, and " + good + " of " + all + " endpoints answer"
                : "pods: the address fails, and so does every endpoint";
    }
}
