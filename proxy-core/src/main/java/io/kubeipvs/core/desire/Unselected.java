package io.kubeipvs.core.desire;

/** Why an endpoint of a Service gets no new connections of a client. */
public enum Unselected {
    NOT_READY("is not ready"),
    TERMINATING("terminates; other endpoints are ready"),
    ENDED("terminates, and does not serve any more"),
    OTHER_NODE("is on another node; the traffic policy is Local"),
    HINTED_TO_OTHER_NODES("is for clients of other nodes (hints)"),
    HINTED_TO_OTHER_ZONES("is for clients of other zones (hints)"),
    WEIGHT_ZERO("has weight 0: its slice or its node is in maintenance");

    private final String words;

    Unselected(String words) {
        this.words = words;
    }

    /** The reason as the end of a sentence about the endpoint. */
    public String words() {
        return words;
    }
}
