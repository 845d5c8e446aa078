package io.kubeipvs.daemon.inspect;

import io.kubeipvs.daemon.logging.RecentLog;
import java.util.List;
import java.util.function.Supplier;

/** Answers questions about the process, each with a text as it is. For {@code kube-ipvs support}. */
public final class ProcessTexts {
    /** The text. */
    public record Document(String text) {}

    private ProcessTexts() {}

    /**
     * Adds the answers.
     *
     * @param metrics the page of metrics
     * @param config the configuration in force, as JSON
     * @return the same
     */
    public static Answers addTo(Answers answers, Supplier<String> metrics, Supplier<String> config) {
        return answers.with("metrics", question -> new Document(metrics.get()))
                .with("config", question -> new Document(config.get()))
                .with("threads", question -> new Document(ThisProcess.threads()))
                .with("arguments", question -> new Arguments(ThisProcess.arguments()))
                .with("log", question -> new Document(RecentLog.text()));
    }

    /** The arguments with which the program was started. */
    public record Arguments(List<String> words) {}
}
