package io.kubeipvs.daemon.k8s.api;

import java.util.regex.Pattern;

/**
 * Where the reading of one kind stands: the version to watch from, or which list must be read first. The server decides
 * which versions it knows. Versions are compared as numbers, as the API concepts allow, to notice a server whose database
 * was restored from a backup. For one thread.
 */
final class Position {
    /** So many refusals in a row, of any sort, and everything is listed again. */
    private static final int MOST_REFUSALS = 3;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Null when everything must be listed first. */
    private String version;

    /** The state that the next list must have, or a later one. */
    private String listFrom = ApiServer.ANY_VERSION;

    /** Whether the next list is one that all nodes need at the same time. */
    private boolean isShared;

    private int refusals;

    boolean mustList() {
        return version == null;
    }

    /** The version to watch from; null if everything must be listed first. */
    String version() {
        return version;
    }

    String listFrom() {
        return listFrom;
    }

    /** Whether the next list is one that all nodes need at the same time. Asked once for each list. */
    boolean takeShared() {
        boolean was = isShared;
        isShared = false;
        return was;
    }

    /** Everything was listed at this version. */
    void listed(String at) {
        version = at;
        refusals = 0;
    }

    /**
     * An event or a bookmark of this version came; null if it has none. The position never goes back.
     *
     * @return whether it is older than the last one: the server may have lost what came after it
     */
    boolean received(String at) {
        refusals = 0;
        boolean isBack = at != null && isOlder(at);
        if (at != null && !isBack) {
            version = at;
        }
        return isBack;
    }

    /** Whether this version is older than the last one. */
    boolean isOlder(String other) {
        return version != null
                && NUMBER.matcher(other).matches()
                && NUMBER.matcher(version).matches()
                && Long.parseLong(other) < Long.parseLong(version);
    }

    /** The server refused a list or a watch. */
    void refused(ApiStatusException status) {
        refusals++;
        boolean isEnough = refusals >= MOST_REFUSALS;
        if (version != null && (isEnough || status.isOfVersion())) {
            expire();
        } else if (version == null
                && (isEnough || status.isOtherVersion())
                && !listFrom.equals(ApiServer.ANY_VERSION)) {
            listFrom = ApiServer.PRESENT_VERSION;
        }
    }

    /** The server no longer knows the version. The list must not be older than what was seen. */
    void expire() {
        if (version != null) {
            listFrom = version;
            isShared = true;
            refusals = 0;
        }
        version = null;
    }

    /** The server has an older state than what was seen. The list must be its present state, whatever its version. */
    void restored() {
        expire();
        listFrom = ApiServer.PRESENT_VERSION;
    }
}
