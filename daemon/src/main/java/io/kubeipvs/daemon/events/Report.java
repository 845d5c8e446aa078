package io.kubeipvs.daemon.events;

/**
 * The content of an Event.
 *
 * @param about the object it is about
 * @param reason one word in CamelCase for machines
 * @param note one line for the user
 */
public record Report(Subject about, Reason reason, String note) {
    /** All reasons of Events. */
    public enum Reason {
        /** The program begins its work. */
        STARTING("Normal", "Starting", "StartKubeIpvs"),
        /** IPVS does not work here, so nf_tables serves. */
        WITHOUT_IPVS("Warning", "WithoutIPVS", "StartKubeIpvs"),
        /** A Service requests an address that it does not get. */
        ADDRESS_REFUSED("Warning", "AddressRefused", "Sync"),
        /** Two Services claim one virtual server. */
        CONFLICT("Warning", "Conflict", "Sync"),
        /** Some elements of an object cannot be used; the rest of it is. */
        ELEMENT_REFUSED("Warning", "ElementRefused", "Read"),
        /** An object cannot be used. */
        OBJECT_REJECTED("Warning", "ObjectRejected", "Read"),
        /** Options of a Service have no effect. */
        ANNOTATION_WITHOUT_EFFECT("Warning", "AnnotationWithoutEffect", "Sync"),
        /** Servers of a Service failed their health check. */
        SERVER_UNHEALTHY("Warning", "ServerUnhealthy", "CheckHealth"),
        /** Servers of a Service pass their health check again. */
        SERVER_HEALTHY("Normal", "ServerHealthy", "CheckHealth"),
        /** The configuration file was changed and cannot be used. */
        CONFIG_REJECTED("Warning", "ConfigRejected", "ReadConfig"),
        /** A configuration file has keys that are not used. */
        CONFIG_KEY_NOT_USED("Warning", "ConfigKeyNotUsed", "ReadConfig"),
        /** The port of a Service's health check is not free. The reason is kube-proxy's. */
        HEALTH_CHECK_FAILED("Warning", "FailedToStartServiceHealthcheck", "Listen");

        private final String type;
        private final String word;
        private final String action;

        Reason(String type, String word, String action) {
            this.type = type;
            this.word = word;
            this.action = action;
        }

        /** {@code Normal} or {@code Warning}. */
        public String type() {
            return type;
        }

        /** The Event's {@code reason}. */
        public String word() {
            return word;
        }

        /** The Event's {@code action}: what was done, or tried. */
        public String action() {
            return action;
        }
    }
}
