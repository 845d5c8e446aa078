package io.kubeipvs.daemon.commands.plan;

/**
 * One change of an object.
 *
 * @param kind of the object, a noun such as {@code real server}
 * @param object its name
 * @param detail what is different afterwards; "" = nothing to add
 */
public record PlannedChange(Action action, String kind, String object, String detail) {
    /** The kind of the change. */
    public enum Action {
        /** It exists and becomes different. */
        CHANGE("Changes", '~'),
        /** It is made. */
        ADD("Adds", '+'),
        /** It goes. */
        REMOVE("Removes", '-'),
        /** It gets no new connections, and goes when its connections end. */
        DRAIN("Drains", '-');

        private final String heading;
        private final char sign;

        Action(String heading, char sign) {
            this.heading = heading;
            this.sign = sign;
        }

        /** The word above such changes. */
        String heading() {
            return heading;
        }

        /** The character before such a change. */
        char sign() {
            return sign;
        }
    }

    PlannedChange(Action action, String kind, String object) {
        this(action, kind, object, "");
    }
}
