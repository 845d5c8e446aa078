package io.kubeipvs.daemon;

import io.kubeipvs.daemon.cleanup.Cleanup;
import io.kubeipvs.daemon.commands.output.ProgressLine;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.inspect.InspectServer;
import io.kubeipvs.daemon.kernel.NodeLock;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.state.DrainTimes;
import io.kubeipvs.daemon.state.LastStateFile;
import io.kubeipvs.daemon.work.Workers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs cleanup}: restores the node. Exit status 1 when something of ours remains. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs cleanup [FLAG]...",
        footer = "Accepts the flags and files of 'run', and uses only ipvs.excludeCIDRs.",
        description =
                "Remove everything that kube-ipvs put on this node: virtual servers, VIPs, packet filter, link, and"
                        + " changed kernel settings. Ends the connections through them. Refused while 'kube-ipvs run' is running.")
final class CleanupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StateFolder state;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws ConfigException, StartException {
        Config config = options.read().config();
        List<Cleanup.Step> steps;
        try (NodeLock lock = RunLock.take("cleanup");
                ProgressLine progress = ProgressLine.of(spec.commandLine().getErr())) {
            lock.answer(Workers.unobserved());
            List<Path> files = List.of(
                    DrainTimes.file(state.folder()),
                    LastStateFile.path(state.lastState()),
                    InspectServer.file(state.folder()));
            steps = new Cleanup(KernelSettings.rememberedIn(state.folder()), config.settings(), files)
                    .run(progress::show);
        }
        return report(steps, spec.commandLine().getOut());
    }

    private static int report(List<Cleanup.Step> steps, PrintWriter out) {
        if (steps.isEmpty()) {
            out.println("nothing of kube-ipvs is on this node");
        }
        steps.forEach(step -> out.println(step.what() + ": "
                + step.problem().map(problem -> "NOT DONE: " + problem).orElse(step.done())));
        return steps.stream().allMatch(step -> step.problem().isEmpty()) ? 0 : 1;
    }
}
