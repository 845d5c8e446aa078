package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.files.FolderWatch;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration files again when one of them changes, and hands on what can change while running. One that is
 * wrong changes nothing.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final ConfigFile files;
    private final Config flags;
    private final Listener listener;
    private final List<FolderWatch> watches;
    private ConfigFile.Content current;
    private String lastProblem = "";

    /** Told what becomes of changes of the files. */
    public interface Listener {
        /** They say something else now, and it is right. What needs a restart is to be left alone. */
        void changed(ConfigFile.Content next);

        /** One is wrong, in one line, and nothing changes. */
        void rejected(String problem);
    }

    /**
     * @param flags what holds where the files are silent
     * @param current what is in force now
     * @param listener told on a thread of the watch, once at a time
     */
    public ConfigWatch(ConfigFile files, Config flags, ConfigFile.Content current, Listener listener) {
        this.files = files;
        this.flags = flags;
        this.current = current;
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

    private synchronized void reread() {
        try {
            take(files.read(flags));
            lastProblem = "";
        } catch (ConfigException e) {
            if (!e.getMessage().equals(lastProblem)) {
                lastProblem = e.getMessage();
                LOG.error("config_rejected the former configuration stays in force: {}", e.getMessage());
                listener.rejected(e.getMessage());
            }
        }
    }

    private void take(ConfigFile.Content next) {
        if (next.equals(current)) {
            return;
        }
        List<String> restart = ConfigDifferences.needRestart(current.config(), next.config());
        if (!restart.isEmpty()) {
            LOG.warn("config_needs_restart keys={}", restart);
        }
        List<String> live = ConfigDifferences.live(current.config(), next.config());
        current = next;
        listener.changed(next);
        if (!live.isEmpty()) {
            LOG.info(
                    "config_changed {}",
                    String.join(" ", live)); // said when it is so: whoever waits for it may rely on it
        }
    }

    @Override
    public void close() {
        watches.forEach(FolderWatch::close);
    }
}
