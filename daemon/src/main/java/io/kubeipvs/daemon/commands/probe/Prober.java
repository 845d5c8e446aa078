package io.kubeipvs.daemon.commands.probe;

import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.Explained;
import io.kubeipvs.daemon.commands.probe.Connector.Result;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.util.ArrayList;
import java.util.List;

/** Connects to every address of a Service and to the endpoints behind it. For one use by one thread. */
public final class Prober {
    private static final String TCP = "TCP ";

    private final Connector connector = new Connector(MonotonicClock.SYSTEM);
    private final List<ProbeDocument.Probed> probed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Probes the packets of a process of this node that an explanation is about. */
    public void probe(ExplainDocument explained) throws InterruptedException {
        notes.addAll(explained.notes());
        for (Explained one : explained.packets()) {
            if (one.packet().to().startsWith(TCP)) {
                probed.add(probe(one));
            } else {
                notes.add(one.packet().to() + ": not tried, only TCP is");
            }
        }
    }

    private ProbeDocument.Probed probe(Explained one) throws InterruptedException {
        String address = one.packet().to().substring(TCP.length());
        Result vip = connector.connect(address);
        List<ProbeDocument.Endpoint> endpoints = new ArrayList<>();
        int good = 0;
        for (ExplainDocument.Chosen chosen : one.endpoints().chosen()) {
            Result result = connector.connect(chosen.server());
            good += result == Result.CONNECTED ? 1 : 0;
            endpoints.add(new ProbeDocument.Endpoint(chosen.server(), result.words()));
        }
        boolean works = vip == Result.CONNECTED && good == endpoints.size();
        String service =
                one.packet().service().map(ExplainDocument.ServicePart::name).orElse("");
        return new ProbeDocument.Probed(
                new ProbeDocument.Target(service, address),
                vip.words(),
                endpoints,
                verdict(vip, good, endpoints.size()),
                works);
    }

    private static String verdict(Result vip, int good, int all) {
        if (vip == Result.NOT_TRIED) {
            return "not tried: there are too many addresses";
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

    /** The results so far. */
    public ProbeDocument document() {
        return new ProbeDocument(List.copyOf(probed), List.copyOf(notes));
    }
}
