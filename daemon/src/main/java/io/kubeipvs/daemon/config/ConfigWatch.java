package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.files.FolderWatch;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration files again when one of them changes, and puts them in force. A file with a mistake changes
 * nothing.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final ConfigFile files;
    private final Config flags;
    private final ConfigInForce inForce;
    private final Listener listener;
    private final List<FolderWatch> watches;
    private String lastProblem = "";

    /** Receives the outcomes of changes of the files. */
    public interface Listener {
        /** The new content is in force. */
        void applied(ConfigFile.Content content);

        /** The new content is not in force, for this reason, in one line. */
        void rejected(String problem);

        /** The files are as they are in force: an error in them, if there was one, is corrected. */
        default void isInForce() {}
    }

    /**
     * @param flags the values of keys that are in no file
     * @param listener is called on a thread of the watch, once at a time
     */
    public ConfigWatch(ConfigFile files, Config flags, ConfigInForce inForce, Listener listener) {
        this.files = files;
        this.flags = flags;
        this.inForce = inForce;
        this.listener = listener;
        this.watches = files.folders().stream()
                .map(folder -> new FolderWatch(folder, RESCAN, this::reread))
                .toList();
    }

    /**
     * Starts to watch; returns at once.
     *
     * @param workers start and supervise the threads
     */
    public void start(Workers workers) {
        watches.forEach(watch -> watch.start(workers));
    }

    /** Called every few seconds: content that could not be put in force is tried again. */
    private synchronized void reread() {
        try {
            take(files.read(flags));
            lastProblem = "";
            listener.isInForce();
        } catch (ConfigException e) {
            if (isNew(e.getMessage())) {
                LOG.error(
                        "config_rejected cause=\"{}\" fix=\"correct the file; the former configuration stays in force\"",
                        e.getMessage());
                listener.rejected(e.getMessage());
            }
        } catch (ConfigNotAppliedException e) {
            if (isNew(e.getMessage())) {
                log(e);
                listener.rejected(e.getMessage());
            }
        }
    }

    private static void log(ConfigNotAppliedException e) {
        if (e.fix().isPresent()) {
            LOG.error(
                    "config_not_applied_will_retry cause=\"{}\" fix=\"{}\""
                            + " effect=\"the former configuration stays in force\"",
                    e.getMessage(),
                    e.fix().get());
        } else {
            LOG.error(
                    "config_not_applied_will_retry cause=\"{}\" effect=\"the former configuration stays in force\"",
                    e.getMessage(),
                    e);
        }
    }

    private boolean isNew(String problem) {
        boolean isNew = !problem.equals(lastProblem);
        lastProblem = problem;
        return isNew;
    }

    private void take(ConfigFile.Content next) {
        ConfigFile.Content former = inForce.content();
        if (next.equals(former)) {
            return;
        }
        inForce.change(next);
        listener.applied(next);
        if (!next.warnings().equals(former.warnings())) {
            next.warnings().forEach(ConfigWatch::log);
        }
        List<String> restart = ConfigDifferences.needRestart(former.config(), next.config());
        if (!restart.isEmpty()) {
            LOG.warn("config_needs_restart keys={} fix=\"restart kube-ipvs\"", restart);
        }
        List<String> live = ConfigDifferences.live(former.config(), next.config());
        if (!live.isEmpty()) {
            LOG.info("config_changed {}", String.join(" ", live));
        }
    }

    /** Logs a part of the files that is not used. */
    public static void log(ConfigWarning warning) {
        LOG.warn(
                "config_key_not_used key=\"{}\" cause=\"{}\" fix=\"{}\"",
                warning.key(),
                warning.cause(),
                warning.fix());
    }

    @Override
    public void close() {
        watches.forEach(FolderWatch::close);
    }
}
