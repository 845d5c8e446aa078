package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.model.Ip;
import java.util.HashMap;
import java.util.Map;

/**
 * The changes of the kernel that were announced since the sync thread last took them, except those that are known to be
 * our own. Safe for use by many threads.
 */
public final class ForeignChanges {
    private final Runnable onChange;
    private Map<Ip, Boolean> vips = new HashMap<>();
    private boolean isLinkChanged;
    private boolean isFilterChanged;
    private boolean areServersChanged;

    /**
     * The announced changes.
     *
     * @param vips addresses of our link, and whether each is bound now
     * @param isLinkChanged whether the link came or went, or announcements about it were lost
     * @param isFilterChanged whether our tables changed, or announcements about them were lost
     * @param areServersChanged whether these tables have virtual servers
     */
    record Taken(Map<Ip, Boolean> vips, boolean isLinkChanged, boolean isFilterChanged, boolean areServersChanged) {}

    /** @param onChange called after each announcement, by its thread */
    public ForeignChanges(Runnable onChange) {
        this.onChange = onChange;
    }

    /** An address was bound to our link or removed from it. */
    public void vip(Ip address, boolean isBound) {
        synchronized (this) {
            vips.put(address, isBound);
        }
        onChange.run();
    }

    /** Our link was removed, or announcements about it were lost. */
    public void link() {
        synchronized (this) {
            isLinkChanged = true;
        }
        onChange.run();
    }

    /** Our tables changed, or announcements about them were lost. */
    public void filter() {
        synchronized (this) {
            isFilterChanged = true;
        }
        onChange.run();
    }

    /** Our tables with virtual servers changed, or announcements about them were lost. */
    public void servers() {
        synchronized (this) {
            areServersChanged = true;
            isFilterChanged = true;
        }
        onChange.run();
    }

    synchronized Taken take() {
        Taken taken = new Taken(vips, isLinkChanged, isFilterChanged, areServersChanged);
        vips = new HashMap<>();
        isLinkChanged = false;
        isFilterChanged = false;
        areServersChanged = false;
        return taken;
    }
}
