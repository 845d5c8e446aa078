package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel objects that decide about one packet, as they are wanted. A real server of weight 0 beside the wanted ones
 * drains, and is no difference.
 *
 * @param key the address and port
 * @param isVip whether the address is to be on our dummy link
 * @param admission the admission of the key; empty = none
 * @param frontends the virtual servers that packets of this key can find, by key; empty = none is to exist
 */
public record Wish(
        VirtualServer.Key key,
        boolean isVip,
        Optional<Admission> admission,
        Map<VirtualServer.Key, Optional<Frontend>> frontends) {
    public Wish {
        frontends = Map.copyOf(frontends);
    }

    /**
     * The same objects in the kernel.
     *
     * @param isVip whether the address is on our link, and protected as a VIP
     * @param admission its source ranges are those that could be looked up
     */
    public record Found(
            boolean isVip, Optional<Admission> admission, Map<VirtualServer.Key, Optional<Frontend>> frontends) {}

    /** The differences of the kernel, each a sentence for a person; empty when it agrees. */
    public List<String> differences(Found found) {
        List<String> differences = new ArrayList<>();
        if (isVip != found.isVip()) {
            differences.add(isVip ? key.vip() + " is not bound as a VIP" : key.vip() + " is still bound as a VIP");
        }
        if (!admission.equals(found.admission())) {
            differences.add("the packet filter treats " + key + " as " + words(found.admission()) + ", wanted: "
                    + words(admission));
        }
        frontends.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(wanted -> compare(
                        wanted.getKey(),
                        wanted.getValue(),
                        found.frontends().getOrDefault(wanted.getKey(), Optional.empty()),
                        differences));
        return differences;
    }

    private static String words(Optional<Admission> admission) {
        return admission.map(Admission::toString).orElse("no Service's port");
    }

    private static void compare(
            VirtualServer.Key key, Optional<Frontend> wanted, Optional<Frontend> found, List<String> differences) {
        if (wanted.isEmpty() || found.isEmpty()) {
            if (wanted.isPresent()) {
                differences.add("virtual server " + key + " is missing");
            }
            return; // One that no Service wants drains, or is another program's.
        }
        VirtualServer server = found.get().virtualServer();
        if (!server.equals(wanted.get().virtualServer())) {
            differences.add("virtual server " + key + " is \"" + server + "\", wanted: \""
                    + wanted.get().virtualServer() + "\"");
        }
        compareServers(key, wanted.get().realServers(), found.get().realServers(), differences);
    }

    private static void compareServers(
            VirtualServer.Key key,
            Map<RealServer.Key, RealServer> wanted,
            Map<RealServer.Key, RealServer> found,
            List<String> differences) {
        wanted.values().stream()
                .filter(server -> !Objects.equals(found.get(server.key()), server))
                .map(server -> found.containsKey(server.key())
                        ? "real server " + found.get(server.key()) + " of " + key + ", wanted: weight="
                                + server.weight()
                        : "real server " + server.key() + " of " + key + " is missing")
                .sorted()
                .forEach(differences::add);
        found.values().stream()
                .filter(server -> !server.isQuiet() && !wanted.containsKey(server.key()))
                .map(server -> "real server " + server.key() + " of " + key + " is not wanted")
                .sorted()
                .forEach(differences::add);
    }
}
