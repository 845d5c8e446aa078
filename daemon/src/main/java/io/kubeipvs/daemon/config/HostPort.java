package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Ip;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and port to listen on.
 *
 * @param host an IP address, never a name
 * @param port 0 to 65535; 0 = any free one
 */
public record HostPort(String host, int port) {
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\[\\]]*)\\]|([^:\\[\\]]*)):\\+?0*([0-9]{1,6})");
    private static final String ALLOWED = "an IP address and port, for instance 127.0.0.1:10249 or [::1]:10249";

    /**
     * Reads "1.2.3.4:80", "[::1]:80", or an address alone. Follows {@code AppendPortIfNeeded} of kube-proxy and {@code
     * SplitHostPort} of Go.
     *
     * @param key the setting's name, for the message
     * @param defaultPort of an address alone
     */
    public static HostPort parse(String key, String text, int defaultPort) throws ConfigException {
        Matcher withPort = WITH_PORT.matcher(text);
        try {
            if (!withPort.matches()) {
                return new HostPort(Ip.parse(text).toString(), defaultPort);
            }
            String host = withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
            int port = Integer.parseInt(withPort.group(3));
            if (port > 65535) {
                throw new ConfigException(key, text, ALLOWED);
            }
            return new HostPort(Ip.parse(host).toString(), port);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, text, ALLOWED);
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
