package io.kubeipvs.daemon.statuspage;

import java.util.Locale;

/** How a state is coloured. Its words state the same: a colour is never the only sign. */
public enum Level {
    /** All is well. */
    GOOD,
    /** A change is under way, as wanted. */
    INFO,
    /** An operator should read it. */
    WARN,
    /** Something does not work. */
    BAD,
    /** Neither well nor bad. */
    NONE;

    /** The class in the style sheet. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}
