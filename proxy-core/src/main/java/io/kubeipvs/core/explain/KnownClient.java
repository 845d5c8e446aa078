package io.kubeipvs.core.explain;

/**
 * A client of which the place is known.
 *
 * @param client as the packet filter sees it
 * @param words its place, for a person, for instance {@code a pod of this node}
 */
public record KnownClient(Client client, String words) {}
