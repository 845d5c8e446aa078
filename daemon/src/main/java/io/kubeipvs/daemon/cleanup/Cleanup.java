package io.kubeipvs.daemon.cleanup;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.daemon.kernel.links.NodeAddresses;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.kernel.settings.PutBack;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Removes everything of kube-ipvs from the node. Virtual servers and VIPs are removed by the same rounds as always,
 * here with no Service that wants any. The packet filter, the link and the changed settings follow. A step that fails
 * does not keep the others from running.
 */
public final class Cleanup {
    /** Shorter than the pause between rounds, so draining ends in the next round. */
    private static final Duration NO_DRAIN = Duration.ofMillis(1);

    /**
     * Real servers get weight 0 in the first round and are removed in the second; the others retry what was refused.
     */
    private static final int ROUNDS = 4;

    /** Time between two rounds. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private final KernelSettings settings;
    private final Settings operators;
    private final List<Path> files;

    /** The name of one step, and what it did; {@code problem} is empty when all went well. */
    public record Step(String what, String done, Optional<String> problem) {}

    /** Why a step is not done. */
    private static final class StepFailedException extends RuntimeException {
        StepFailedException(String message) {
            super(message);
        }
    }

    /**
     * @param settings where former values are remembered
     * @param operators the operator's settings: they decide which unwanted virtual servers stay
     * @param files in which the program remembers its last run
     */
    public Cleanup(KernelSettings settings, Settings operators, List<Path> files) {
        this.settings = settings;
        this.operators = operators;
        this.files = List.copyOf(files);
    }

    /** Receives each step that begins. */
    public interface Progress {
        /** This one of so many. */
        void begins(int number, int of, String what);
    }

    /** Does it, in the network namespace of the calling thread. Empty when the node has nothing of kube-ipvs. */
    public List<Step> run(Progress progress) {
        if (!isAnythingThere()) {
            return List.of();
        }
        Map<String, Supplier<String>> works = new LinkedHashMap<>();
        works.put("virtual servers and VIPs", this::emptyKernel);
        works.put("packet filter", () -> OurTables.remove() + " tables");
        works.put("link " + VipLink.NAME, () -> VipLink.remove() ? "removed" : "none");
        works.put("kernel settings", this::putBack);
        if (files.stream().anyMatch(Files::exists)) {
            works.put("last state", this::forget);
        }
        List<Step> steps = new ArrayList<>();
        works.forEach((what, work) -> {
            progress.begins(steps.size() + 1, works.size(), what);
            steps.add(step(what, work));
        });
        return steps;
    }

    private boolean isAnythingThere() {
        try {
            return VipLink.exists()
                    || OurTables.exist()
                    || settings.isAnyChanged()
                    || files.stream().anyMatch(Files::exists);
        } catch (KernelUnavailableException e) {
            return true; // the steps report the problem
        }
    }

    private static Step step(String what, Supplier<String> work) {
        try {
            return new Step(what, work.get(), Optional.empty());
        } catch (StepFailedException | KernelUnavailableException e) {
            return new Step(what, "", Optional.of(e.getMessage()));
        }
    }

    /** Rounds of a node without Services. The node's addresses decide which node ports are ours. */
    private String emptyKernel() {
        NodeProxy proxy = new NodeProxy(new ChangeTracker(() -> {}), settings(), BETWEEN_ROUNDS);
        proxy.changeNode(NodeView.of(NodeSpec.named(""), NodeAddresses.now()));
        List<ApplyReport.Result> failures = List.of();
        int operations = 0;
        FilterTuning tuning = FilterTuning.DEFAULT.withDataPath(ServersOfNode.path());
        try (NetlinkKernel kernel =
                new NetlinkKernel(() -> Preparation.CLEAN, tuning, KernelObserver.NONE, Workers.unobserved())) {
            for (int round = 0; round < ROUNDS; round++) {
                RoundReport report = proxy.round(kernel, Instant.EPOCH.plus(BETWEEN_ROUNDS.multipliedBy(round)));
                report.failure().ifPresent(failure -> {
                    throw new StepFailedException(failure.toString());
                });
                failures = report.applied().failures();
                operations += report.applied().results().size() - failures.size();
            }
        }
        if (!failures.isEmpty()) {
            throw new StepFailedException(failures.stream()
                    .map(failure -> failure.op() + ": " + failure.outcome())
                    .collect(Collectors.joining("; ")));
        }
        return operations + " operations";
    }

    private Settings settings() {
        return operators.with(changed -> changed.drainTimeout(NO_DRAIN));
    }

    private String forget() {
        int deleted = 0;
        for (Path file : files) {
            try {
                deleted += Files.deleteIfExists(file) ? 1 : 0;
            } catch (IOException e) {
                throw new StepFailedException(e.toString());
            }
        }
        return deleted + " files deleted";
    }

    private String putBack() {
        PutBack result = settings.putBackAll();
        if (!result.problems().isEmpty()) {
            throw new StepFailedException(String.join("; ", result.problems()));
        }
        return result.restored() + " put back"
                + result.changedByOthers().stream()
                        .map(key -> ", " + key + " kept: another program changed it since")
                        .collect(Collectors.joining());
    }
}
