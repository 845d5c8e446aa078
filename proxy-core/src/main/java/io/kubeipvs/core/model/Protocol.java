package io.kubeipvs.core.model;

/** A transport protocol that a Service port can have, with its IANA number. */
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** The protocol's number in the IP header. */
    public int number() {
        return number;
    }
}
