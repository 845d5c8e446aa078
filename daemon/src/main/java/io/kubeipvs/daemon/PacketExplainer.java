package io.kubeipvs.daemon;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.explain.Documents;
import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.explain.ExplainSource;
import io.kubeipvs.daemon.commands.explain.QuestionText;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Form;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ObjectSource;
import io.kubeipvs.daemon.inspect.Screen;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.util.Optional;

/**
 * Explains packets for commands: asks the kube-ipvs that runs here; if none does, reads the objects from the source that
 * the command line names, once.
 */
final class PacketExplainer {
    private final ConfigOptions options;
    private final RunningProgram program;
    private Optional<NodeProxy> offline = Optional.empty();

    PacketExplainer(ConfigOptions options, RunningProgram program) {
        this.options = options;
        this.program = program;
    }

    /**
     * The explanation.
     *
     * @param target and {@code from} as a user writes them; the latter may be empty
     * @throws CommandException when it cannot be given, also for a wrong text
     */
    ExplainDocument explain(String target, String from) throws CommandException, InterruptedException {
        QuestionText.check(target, from); // a user's mistake is found without a running program
        if (offline.isPresent()) {
            return explain(offline.get(), target, from);
        }
        Optional<ExplainDocument> answer = program.ask(ExplainSource.question(target, from), ExplainDocument.class);
        if (answer.isPresent()) {
            return answer.get();
        }
        offline = Optional.of(offline());
        return explain(offline.get(), target, from);
    }

    /**
     * The text of the explanation that the running program makes; empty when none runs.
     *
     * @throws CommandException as {@link #explain(String, String)}
     */
    Optional<Screen> screen(String target, String from, Form form) throws CommandException {
        QuestionText.check(target, from);
        return program.screen(ExplainSource.question(target, from), form);
    }

    private static ExplainDocument explain(NodeProxy proxy, String target, String from)
            throws CommandException, InterruptedException {
        PacketQuestion question = QuestionText.read(target, from, PodAddresses.NONE);
        return new Documents(check -> Optional.empty()).of(proxy.explain(question, MonotonicClock.SYSTEM.instant()));
    }

    private NodeProxy offline() throws CommandException, InterruptedException {
        ConfigOptions.Reading reading = read();
        ObjectSource source = reading.config().source();
        boolean isNamed = source.manifests().isPresent()
                || source.kubeconfig().isPresent()
                || source.master().isPresent();
        if (!isNamed) {
            throw new CommandException(
                    ExitStatus.NOT_RUNNING,
                    program.notRunning() + "; --manifests or --kubeconfig names another source of objects");
        }
        NodeProxy proxy = new ObjectsOnce(reading).read();
        proxy.takeChanged();
        return proxy;
    }

    private ConfigOptions.Reading read() throws CommandException {
        try {
            return options.read();
        } catch (ConfigException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        }
    }
}
