package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Settings;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Everything that can be configured, by the part of the program that uses it.
 *
 * @param settings for the core: decides what the kernel should hold; may change while running
 * @param node which node this is
 * @param source where objects come from
 * @param serving where the program answers HTTP
 * @param statusReaders who may read the page {@code /status}; may change while running
 * @param pace how often the sync thread works; may change while running
 * @param tuning kernel settings of the node; most of them may change while running
 * @param logFormat the form of the log's lines: text or json
 * @param verbosity more than 0 = every operation is logged; may change while running
 */
public record Config(
        Settings settings,
        NodeIdentity node,
        ObjectSource source,
        Serving serving,
        StatusReaders statusReaders,
        Pace pace,
        NodeTuning tuning,
        String logFormat,
        int verbosity) {
    /** The configuration of a program without files and flags: kube-proxy's defaults. */
    public static final Config DEFAULT = new Config(
            Settings.DEFAULT,
            NodeIdentity.DEFAULT,
            ObjectSource.DEFAULT,
            Serving.DEFAULT,
            StatusReaders.DEFAULT,
            Pace.DEFAULT,
            NodeTuning.DEFAULT.withFilter(filter -> filter.withDataPath(DataPath.AUTO)),
            "text",
            0);

    /** This configuration with changes, for instance {@code with(c -> c.verbosity(1))}. */
    public Config with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** A configuration that is changed by name. Every part begins with its former value. */
    public static final class Builder {
        private Settings settings;
        private NodeIdentity node;
        private ObjectSource source;
        private Serving serving;
        private StatusReaders statusReaders;
        private Pace pace;
        private NodeTuning tuning;
        private String logFormat;
        private int verbosity;

        Builder(Config from) {
            settings = from.settings;
            node = from.node;
            source = from.source;
            serving = from.serving;
            statusReaders = from.statusReaders;
            pace = from.pace;
            tuning = from.tuning;
            logFormat = from.logFormat;
            verbosity = from.verbosity;
        }

        public Builder settings(Consumer<Settings.Builder> changes) {
            settings = settings.with(changes);
            return this;
        }

        public Builder node(UnaryOperator<NodeIdentity> change) {
            node = change.apply(node);
            return this;
        }

        public Builder source(UnaryOperator<ObjectSource> change) {
            source = change.apply(source);
            return this;
        }

        public Builder serving(UnaryOperator<Serving> change) {
            serving = change.apply(serving);
            return this;
        }

        public Builder statusReaders(UnaryOperator<StatusReaders> change) {
            statusReaders = change.apply(statusReaders);
            return this;
        }

        public Builder pace(UnaryOperator<Pace> change) {
            pace = change.apply(pace);
            return this;
        }

        public Builder tuning(UnaryOperator<NodeTuning> change) {
            tuning = change.apply(tuning);
            return this;
        }

        public Builder logFormat(String form) {
            logFormat = form;
            return this;
        }

        public Builder verbosity(int level) {
            verbosity = level;
            return this;
        }

        /** The configuration as it is now. */
        Config build() {
            return new Config(settings, node, source, serving, statusReaders, pace, tuning, logFormat, verbosity);
        }
    }
}
