package io.kubeipvs.daemon.http;

import java.net.InetSocketAddress;

/** A port on which an {@link HttpServer} listens. Safe for use by many threads. */
public interface HttpPort extends AutoCloseable {
    /** The address, with the real port if 0 was requested. */
    InetSocketAddress address();

    /** Stops to listen; afterwards the port is free. Connections that are open are answered still. */
    @Override
    void close();
}
