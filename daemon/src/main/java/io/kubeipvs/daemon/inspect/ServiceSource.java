package io.kubeipvs.daemon.inspect;

import io.kubeipvs.core.apply.Inspection;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.sync.ProgressBoard;
import io.kubeipvs.daemon.sync.Questions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers questions about one Service, which the sync thread answers between two rounds. */
public final class ServiceSource implements Answers.Source {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Questions questions;
    private final ProgressBoard progress;

    public ServiceSource(Questions questions, ProgressBoard progress) {
        this.questions = questions;
        this.progress = progress;
    }

    /**
     * One Service: its wishes, and what the kernel acknowledged of them.
     *
     * @param service its namespace and name
     * @param virtualServers those that it wants, sorted
     * @param refused why it does not get some of its addresses
     */
    public record Document(String service, List<Wanted> virtualServers, List<String> refused) {}

    /**
     * A wanted virtual server.
     *
     * @param key as in {@link NamesDocument.Named}
     * @param scheduler its name in the kernel
     * @param owner the Service that gets it
     * @param inKernel whether the kernel has what is wanted
     * @param weights the wanted real servers and their weights
     * @param drainingSeconds the draining servers, and how long each has drained
     */
    public record Wanted(
            String key,
            String scheduler,
            String owner,
            boolean inKernel,
            Map<String, Integer> weights,
            Map<String, Long> drainingSeconds) {}

    @Override
    public Document answer(Question question)
            throws RefusedQuestionException, Questions.BusyException, InterruptedException {
        ServiceName name = name(question.name());
        Optional<Inspection.OfService> state =
                questions.ask(proxy -> proxy.inspection().service(name), LIMIT);
        return document(
                name,
                state.orElseThrow(() -> new RefusedQuestionException(
                        "Service " + name + ": does not exist, or has no address that kube-ipvs serves")));
    }

    private static ServiceName name(String text) throws RefusedQuestionException {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw new RefusedQuestionException("name: '" + text + "' is not allowed; allowed: NAMESPACE/NAME");
        }
        return new ServiceName(text.substring(0, slash), text.substring(slash + 1));
    }

    private Document document(ServiceName name, Inspection.OfService state) {
        List<String> refused = new ArrayList<>();
        state.refused().forEach(address -> refused.add(address.toString()));
        state.notServed().stream()
                .map(Ip::toString)
                .sorted()
                .forEach(address -> refused.add(address + ": a link of this node has it"));
        return new Document(
                name.toString(),
                state.virtualServers().stream().map(this::wanted).toList(),
                refused);
    }

    private Wanted wanted(Inspection.OfVirtualServer server) {
        Map<String, Integer> weights = new TreeMap<>();
        for (RealServer each : server.wanted().realServers().values()) {
            weights.put(each.key().toString(), each.weight());
        }
        Map<String, Long> draining = new TreeMap<>();
        server.draining()
                .forEach((key, since) ->
                        draining.put(key.toString(), progress.since(since).toSeconds()));
        return new Wanted(
                server.wanted().key().toString(),
                server.wanted().virtualServer().scheduler(),
                server.owner().toString(),
                server.isAsWanted(),
                weights,
                draining);
    }
}
