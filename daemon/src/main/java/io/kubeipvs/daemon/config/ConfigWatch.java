package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.files.FolderWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration file again when it changes, and hands on what can change while running: the settings. A
 * file that is wrong changes nothing.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final Path file;
    private final Config flags;
    private final Listener listener;
    private final FolderWatch watch;
    private Config current;
    private String lastProblem = "";

    /** Told what becomes of changes of the file. */
    @FunctionalInterface
    public interface Listener {
        /** Something that can change while running did. */
        void changed(Config next);

        /** The file is wrong, in one line, and nothing changes. */
        default void rejected(String problem) {}
    }

    /**
     * @param flags what holds where the file is silent
     * @param current what is in force now
     * @param listener told on the watch's own thread
     */
    public ConfigWatch(Path file, Config flags, Config current, Listener listener) {
        this.file = file;
        this.flags = flags;
        this.current = current;
        this.listener = listener;
        this.watch = new FolderWatch(file.toAbsolutePath().getParent(), RESCAN, this::reread);
    }

    /** Begins to watch; returns at once. */
    public void start() {
        watch.start();
    }

    private void reread() {
        try {
            take(ConfigFile.read(file, flags).config());
            lastProblem = "";
        } catch (ConfigException e) {
            if (!e.getMessage().equals(lastProblem)) {
                lastProblem = e.getMessage();
                LOG.error("config_rejected the former configuration stays in force: {}", e.getMessage());
                listener.rejected(e.getMessage());
            }
        }
    }

    private void take(Config next) {
        if (next.equals(current)) {
            return;
        }
        List<String> restart = needRestart(current, next);
        if (!restart.isEmpty()) {
            LOG.warn("config_needs_restart keys={}", restart);
        }
        if (!next.settings().equals(current.settings()) || next.strictArp() != current.strictArp()) {
            LOG.info("config_changed {} ipvs.strictARP={}", inWords(next.settings()), next.strictArp());
            listener.changed(next);
        }
        current = next;
    }

    private static String inWords(Settings settings) {
        return "ipvs.scheduler=" + settings.scheduler().kernelName() + " nodePortAddresses="
                + settings.nodePortAddresses() + " clusterCIDR="
                + settings.externalAddresses().podRanges() + " masquerading=" + settings.masquerading();
    }

    private static List<String> needRestart(Config before, Config after) {
        List<String> keys = new ArrayList<>();
        if (!after.syncPeriod().equals(before.syncPeriod())) {
            keys.add("ipvs.syncPeriod");
        }
        if (!after.metricsAddress().equals(before.metricsAddress())) {
            keys.add("metricsBindAddress");
        }
        if (!after.kubeconfig().equals(before.kubeconfig())) {
            keys.add("clientConnection.kubeconfig");
        }
        if (!after.nodeName().equals(before.nodeName())) {
            keys.add("hostnameOverride");
        }
        return keys;
    }

    @Override
    public void close() {
        watch.close();
    }
}
