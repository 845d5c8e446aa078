package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who is in the world of the scenarios, and can ask. */
enum Member {
    P1("p1", "n1", "10.36.0.1", "fd00:10:36::1"),
    P2("p2", "n1", "10.36.0.2", "fd00:10:36::2"),
    C1("c1", "n1", "10.36.0.3", "fd00:10:36::3"),
    P3("p3", "n2", "10.36.1.1", "fd00:10:36:1::1"),
    C3("c3", "n2", "10.36.1.3", "fd00:10:36:1::3"),
    NODE("node", "n1", "192.168.1.2", "fd00:192::2"),
    NODE2("node2", "n2", "192.168.1.3", "fd00:192::3"),
    OUT("out", "out", "192.168.1.100", "fd00:192::100");

    private final String text;
    private final String machine;
    private final Ip v4;
    private final Ip v6;

    Member(String text, String machine, String v4, String v6) {
        this.text = text;
        this.machine = machine;
        this.v4 = Ip.parse(v4);
        this.v6 = Ip.parse(v6);
    }

    /** Its name in a scenario. */
    String text() {
        return text;
    }

    /** The machine it is on: n1, n2 or out. */
    String machine() {
        return machine;
    }

    /** Whether it is a pod with a namespace of its own. */
    boolean isPod() {
        return text.matches("[pc][0-9]");
    }

    /** The network namespace it runs in: a pod's own, or its machine's. */
    String place() {
        return isPod() ? text : machine;
    }

    /** Its address of this family. */
    Ip address(Family family) {
        return family == Family.IPV4 ? v4 : v6;
    }

    /** The member of this name. */
    static Optional<Member> named(String text) {
        return Arrays.stream(values()).filter(m -> m.text.equals(text)).findFirst();
    }

    /** The member with this address. */
    static Optional<Member> at(Ip address) {
        return Arrays.stream(values())
                .filter(m -> m.v4.equals(address) || m.v6.equals(address))
                .findFirst();
    }

    /** The name with which the server at this address and port answers. */
    static String answering(Ip address, int port) {
        String name = at(address).map(Member::text).orElse(address.toString());
        String answering = name.replace("node2", "h2").replace("node", "h1");
        return port == 8080 ? answering : answering + ":" + port;
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(Member::text).collect(Collectors.joining(", "));
    }
}
