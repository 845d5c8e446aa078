package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.http.Request;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may read the page. The client's address is that of its connection; no header can change it. The name by which
 * it asks must be one of this host: otherwise a foreign web page whose name leads to 127.0.0.1 could read the page in the
 * browser of someone on this host.
 *
 * @param readers who may, beside the programs of this host
 */
record Gate(StatusReaders readers) {
    private static final Pattern HOST = Pattern.compile("(?:\\[([^\\[\\]]*)]|([^:\\[\\]]*))(?::[0-9]{1,5})?");

    /** Why the page is refused; empty = it is not. */
    Optional<String> refusal(Request request) {
        if (!isAllowed(request.client())) {
            return Optional.of("the page is for programs of this node; statusPage.allowedCIDRs can allow others");
        }
        if (!isAllowed(request.host())) {
            return Optional.of("ask by address or as localhost; statusPage.allowedHosts can allow other names");
        }
        return Optional.empty();
    }

    private boolean isAllowed(InetAddress client) {
        if (client.isLoopbackAddress()) {
            return true;
        }
        Ip address = Ip.parse(client.getHostAddress().replaceFirst("%.*", ""));
        return readers.ranges().stream().anyMatch(range -> range.contains(address));
    }

    /** HTTP/1.0 knows no such header; every browser sends it. */
    private boolean isAllowed(String header) {
        Matcher host = HOST.matcher(header);
        if (header.isEmpty() || !host.matches()) {
            return header.isEmpty();
        }
        String name = (host.group(1) == null ? host.group(2) : host.group(1)).toLowerCase(Locale.ROOT);
        return name.equals("localhost") || readers.hosts().contains(name) || isAddress(name);
    }

    private static boolean isAddress(String name) {
        try {
            Ip.parse(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
