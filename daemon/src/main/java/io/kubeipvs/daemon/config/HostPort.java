package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Ip;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address and port to listen on.
 *
 * @param host an IP address, never a name
 * @param port 0 to 65535; 0 = any free one
 */
public record HostPort(String host, int port) {
    private static final String ALLOWED = "an IP address and port, for instance 127.0.0.1:10249 or [::1]:10249";

    /**
     * Reads "1.2.3.4:80" or "[::1]:80".
     *
     * @param key the setting's name, for the message
     */
    public static HostPort parse(String key, String text) throws ConfigException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            Ip ip = Ip.parse(bracketed ? host.substring(1, host.length() - 1) : host);
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 0 || port > 65535 || bracketed != ip.toString().contains(":")) {
                throw new ConfigException(key, text, ALLOWED);
            }
            return new HostPort(ip.toString(), port);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, text, ALLOWED);
        }
    }

    /** Reads the same, or an address alone, which gets this port. */
    public static HostPort parse(String key, String text, int defaultPort) throws ConfigException {
        try {
            return new HostPort(Ip.parse(text).toString(), defaultPort);
        } catch (IllegalArgumentException e) {
            return parse(key, text);
        }
    }

    /** The socket address; never asks DNS. */
    public InetSocketAddress socketAddress() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal address needs no resolution: " + host, e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
