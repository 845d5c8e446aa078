package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.StatusAnswer;
import io.kubeipvs.daemon.commands.explain.Documents;
import io.kubeipvs.daemon.commands.explain.ExplainAnswer;
import io.kubeipvs.daemon.commands.explain.ExplainSource;
import io.kubeipvs.daemon.commands.output.Screens;
import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.InspectServer;
import io.kubeipvs.daemon.inspect.NamesSource;
import io.kubeipvs.daemon.inspect.ServiceSource;
import io.kubeipvs.daemon.inspect.StatusSource;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.servercheck.ServerChecks;
import io.kubeipvs.daemon.statuspage.ProgramSources;
import io.kubeipvs.daemon.statuspage.StatusPage;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The ways to look inside the running program: the socket of commands, and the page {@code /status}.
 *
 * @param status of the program
 * @param names of virtual servers
 * @param loop of the sync thread
 * @param pods finds the addresses of pods
 * @param checks the health checks of endpoints
 */
record Insides(StatusSource status, NamesSource names, SyncLoop loop, PodAddresses pods, ServerChecks checks) {
    /**
     * The socket. It does not listen yet.
     *
     * @param folder of {@code --state-dir}
     * @param more adds the answers of other parts
     */
    InspectServer socket(Path folder, MonotonicClock clock, Consumer<Answers> more) {
        ExplainSource explanations = new ExplainSource(loop.questions(), clock, pods, new Documents(checks::last));
        Answers answers = new Answers()
                .with("status", new Screens<>(status::answer, StatusAnswer::of))
                .with("names", names)
                .with("service", new ServiceSource(loop.questions(), loop.progress()))
                .with(ExplainSource.GET, new Screens<>(explanations::answer, ExplainAnswer::new));
        more.accept(answers);
        return new InspectServer(InspectServer.file(folder), answers);
    }

    /**
     * The page.
     *
     * @param readers who may read it, beside the programs of this host; at each request
     * @param clock of the time of day that the page states
     */
    StatusPage page(Supplier<StatusReaders> readers, InstantSource clock, Workers workers) {
        return new StatusPage(
                new ProgramSources(status, names, loop.questions(), loop.progress(), ServersOfNode::open),
                readers,
                clock,
                workers);
    }
}
