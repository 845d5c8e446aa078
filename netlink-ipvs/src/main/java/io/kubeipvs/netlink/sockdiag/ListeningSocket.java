package io.kubeipvs.netlink.sockdiag;

import io.kubeipvs.netlink.Address;
import java.util.Objects;

/**
 * A socket that waits for clients: of TCP one that listens, of UDP one without a peer.
 *
 * @param protocol {@code IPPROTO_*}: 6 = TCP, 17 = UDP
 * @param address its own; unspecified = all addresses. An unspecified IPv6 address can stand for all IPv4 addresses too;
 *     an IPv4-mapped one is given as an IPv4 address
 * @param port its own
 */
public record ListeningSocket(int protocol, Address address, int port) {
    public ListeningSocket {
        Objects.requireNonNull(address);
    }
}
