package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.core.drain.Drain;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.NamesSource;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.inspect.StatusSource;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import io.kubeipvs.daemon.sync.ProgressBoard;
import io.kubeipvs.daemon.sync.Questions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The sources of the running program: the answers that commands get through the socket, and the kernel. */
public final class ProgramSources implements Sources {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final StatusSource status;
    private final NamesSource names;
    private final Questions questions;
    private final ProgressBoard progress;
    private final Supplier<VirtualServers> kernel;

    /**
     * @param questions to the sync thread
     * @param progress of the sync thread
     * @param kernel opens it
     */
    public ProgramSources(
            StatusSource status,
            NamesSource names,
            Questions questions,
            ProgressBoard progress,
            Supplier<VirtualServers> kernel) {
        this.status = status;
        this.names = names;
        this.questions = questions;
        this.progress = progress;
        this.kernel = kernel;
    }

    @Override
    public StatusDocument status() throws InterruptedException {
        return status.answer(Question.of("status"));
    }

    @Override
    public NamesDocument names() throws InterruptedException {
        return names.answer(NamesDocument.ofAll());
    }

    @Override
    public Map<String, Map<String, Long>> drains() throws InterruptedException {
        List<Drain> all;
        try {
            all = questions.ask(proxy -> proxy.drains().all(), LIMIT);
        } catch (Questions.BusyException busy) {
            return Map.of();
        }
        Map<String, Map<String, Long>> seconds = new HashMap<>();
        all.forEach(drain -> seconds.computeIfAbsent(drain.virtualServer().toString(), key -> new HashMap<>())
                .put(drain.server().toString(), progress.since(drain.since()).toSeconds()));
        return seconds;
    }

    @Override
    public VirtualServers kernel() {
        return kernel.get();
    }
}
