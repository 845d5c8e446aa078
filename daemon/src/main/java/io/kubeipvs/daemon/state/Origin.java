package io.kubeipvs.daemon.state;

/**
 * Whose state a file has. The file of another origin is not used.
 *
 * @param node the name of the node
 * @param server the address of the API server
 */
public record Origin(String node, String server) {}
