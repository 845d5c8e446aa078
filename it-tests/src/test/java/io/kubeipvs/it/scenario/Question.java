package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Ip;

/**
 * One member asks one address.
 *
 * @param asker who asks
 * @param way over what
 * @param address whom
 * @param port at which port; 0 for an echo request
 * @param bytes how much is said; the answer is always short
 */
record Question(Member asker, Way way, Ip address, int port, int bytes) {
    /** Over what can be asked. */
    enum Way {
        TCP,
        UDP,
        SCTP,
        PING
    }

    @Override
    public String toString() {
        return asker.text() + " -> " + address + " " + port + "/" + way;
    }
}
