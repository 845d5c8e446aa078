package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Ip;

/**
 * One member asks one address.
 *
 * @param client the member that sends it
 * @param way over what
 * @param address whom
 * @param port at which port; 0 for an echo request
 * @param bytes the length of the request; the answer is always short
 */
record Question(Member client, Way way, Ip address, int port, int bytes) {
    /** How the request is sent. */
    enum Way {
        TCP,
        UDP,
        SCTP,
        PING
    }

    @Override
    public String toString() {
        return client.text() + " -> " + address + " " + port + "/" + way;
    }
}
