package io.kubeipvs.daemon;

import io.kubeipvs.daemon.kernel.NodeLock;

/** The node's lock for a command. */
final class RunLock {
    private RunLock() {}

    /**
     * Takes it.
     *
     * @param command as a user writes it, for others
     * @throws StartException when another program has it
     */
    static NodeLock take(String command) throws StartException {
        try {
            return NodeLock.take(command + ", version " + Version.text() + ", process "
                    + ProcessHandle.current().pid());
        } catch (NodeLock.HeldException e) {
            throw new StartException("kube-ipvs works on this node already (" + e.getMessage() + "); stop it first");
        }
    }
}
