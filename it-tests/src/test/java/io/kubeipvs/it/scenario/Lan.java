package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.it.support.KernelNamespace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The machines of the scenarios and their links: n1, n2 and out on one network, 192.168.1.0/24 and fd00:192::/64, and the
 * pods behind n1 and n2. n2 and out send what is for Services to n1; n1 sends what it does not know to out.
 */
final class Lan implements AutoCloseable {
    /** The addresses that n1 has on the bridge of its pods, where they hang on one. */
    static final Set<String> BRIDGE = Set.of("10.36.0.254", "fd00:10:36::fe");

    private static final List<Member> MACHINES = List.of(Member.NODE, Member.NODE2, Member.OUT);

    /** Many questions are refused in a second here: the kernel's limit on ICMP errors would drop some of those errors. */
    private static final String FORWARD = """
            sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.accept_dad=0
            sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
            """;

    private final Map<String, KernelNamespace> places = new LinkedHashMap<>();
    private final boolean bridged;

    /** @param bridged whether the pods of n1 hang on one bridge */
    Lan(boolean bridged) {
        this.bridged = bridged;
        places.put("lan", KernelNamespace.withLoopback());
        for (Member member : Member.values()) {
            places.put(member.place(), KernelNamespace.withLoopback());
        }
        wire();
        MACHINES.forEach(machine -> ip(machine.place(), addresses(machine, "/24", "/64")));
        shell("n1", FORWARD);
        shell("n2", FORWARD);
        if (bridged) {
            bridge();
        }
        Arrays.stream(Member.values()).filter(Member::isPod).forEach(this::addPod);
        ip("n1", routes("10.36.1.0/24", "fd00:10:36:1::/64", Member.NODE2) + routes("default", "default", Member.OUT));
        ip("n2", routes("10.36.0.0/24", "fd00:10:36::/64", Member.NODE) + servicesViaN1());
        ip(
                "out",
                servicesViaN1() + routes("10.36.0.0/16", "fd00:10:36::/48", Member.NODE)
                        + "addr add 203.0.113.99/32 dev lo\n");
    }

    /** The namespace of a machine or pod. */
    KernelNamespace place(String name) {
        return places.get(name);
    }

    private void shell(String place, String script) {
        places.get(place).run("sh", "-ec", script);
    }

    /** Commands for {@code ip}, a line each, by one process: there are many. */
    private void ip(String place, String lines) {
        shell(place, "ip -batch - <<END\n" + lines + "END\n");
    }

    private void wire() {
        StringBuilder lines = new StringBuilder("link add lan type bridge\nlink set lan up\n");
        for (Member machine : MACHINES) {
            String name = machine.machine();
            lines.append(pair(name, places.get(name))).append("link set " + name + " master lan up\n");
        }
        ip("lan", lines.toString());
    }

    private static String pair(String link, KernelNamespace peer) {
        return "link add " + link + " type veth peer name eth0 netns " + peer.name() + "\n";
    }

    private static String addresses(Member member, String bits4, String bits6) {
        return "addr add " + member.address(Family.IPV4) + bits4 + " dev eth0\naddr add " + member.address(Family.IPV6)
                + bits6 + " dev eth0 nodad\nlink set eth0 up\n";
    }

    private void bridge() {
        ip("n1", """
                link add cni0 type bridge
                addr add 10.36.0.254/24 dev cni0
                addr add fd00:10:36::fe/64 dev cni0 nodad
                link set cni0 up
                """);
        shell("n1", "sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1");
    }

    private void addPod(Member pod) {
        String link = "veth-" + pod.text();
        String pair = pair(link, places.get(pod.place()));
        if (bridged && pod.machine().equals("n1")) {
            // As network plugins do: with br_netfilter, an answer to oneself goes out where it came in.
            ip(
                    "n1",
                    pair + "link set " + link + " master cni0 up\nlink set " + link
                            + " type bridge_slave hairpin on\n");
            ip(pod.place(), addresses(pod, "/24", "/64") + """
                    route add default via 10.36.0.254
                    route add default via fd00:10:36::fe
                    """);
        } else {
            ip(pod.machine(), pair + """
                    addr add 169.254.1.1/32 dev %1$s scope link
                    addr add fe80::1/64 dev %1$s nodad
                    link set %1$s up
                    route add %2$s/32 dev %1$s
                    route add %3$s/128 dev %1$s
                    """.formatted(link, pod.address(Family.IPV4), pod.address(Family.IPV6)));
            ip(pod.place(), addresses(pod, "/32", "/128") + """
                    route add 169.254.1.1 dev eth0 scope link
                    route add default via 169.254.1.1 dev eth0 onlink
                    route add default via fe80::1 dev eth0
                    """);
        }
    }

    private static String routes(String v4, String v6, Member gateway) {
        return "route add " + v4 + " via " + gateway.address(Family.IPV4) + "\nroute add " + v6 + " via "
                + gateway.address(Family.IPV6) + "\n";
    }

    private static String servicesViaN1() {
        return routes("10.96.0.0/12", "fd00:10:96::/108", Member.NODE)
                + routes("203.0.113.0/24", "2001:db8:113::/64", Member.NODE);
    }

    @Override
    public void close() {
        places.values().forEach(KernelNamespace::close);
    }
}
