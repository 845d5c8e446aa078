package io.kubeipvs.it.support;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The view of other programs' tools on a namespace. Our own reader may have the same fault as our writer. */
public final class Witness {
    private static final Pattern LOCAL_ADDRESS = Pattern.compile("\"local\":\\s*\"([^\"]+)\"");

    private final KernelNamespace namespace;

    public Witness(KernelNamespace namespace) {
        this.namespace = namespace;
    }

    /** The lines of {@code ipvsadm -Sn}, sorted. */
    public Set<String> ipvsadm() {
        Set<String> lines = new TreeSet<>();
        namespace.run("ipvsadm", "-Sn").lines().map(String::strip).forEach(lines::add);
        return lines;
    }

    /** The addresses that {@code ip -j addr} shows on the dummy link, sorted. */
    public Set<String> vips() {
        Set<String> vips = new TreeSet<>();
        Matcher matcher = LOCAL_ADDRESS.matcher(namespace.run("ip", "-j", "addr", "show", "dev", "kube-ipvs0"));
        while (matcher.find()) {
            vips.add(matcher.group(1));
        }
        return vips;
    }

    /** Virtual servers, VIPs and our tables, without counts of packets: all that kube-ipvs programs. */
    public Set<String> programmed() {
        Set<String> all = ipvsadm();
        all.addAll(vips());
        for (String family : List.of("ip", "ip6", "arp")) {
            all.add(namespace.run("nft", "--stateless", "list", "table", family, "kube-proxy"));
        }
        return all;
    }

    /** Whether the address answers one echo request. */
    public boolean pings(String address) {
        return namespace
                .run("sh", "-c", "ping -c 1 -W 5 " + address + " >/dev/null 2>&1; echo $?")
                .strip()
                .equals("0");
    }
}
