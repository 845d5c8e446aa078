package io.kubeipvs.core.explain;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The source address that endpoints see, for a person. */
final class SourceText {
    private SourceText() {}

    /** @param nodeAddresses the node's source addresses, at most one a family */
    static String of(Client client, List<Target> targets, Set<Ip> nodeAddresses, Family family) {
        Optional<Ip> own =
                nodeAddresses.stream().filter(ip -> ip.family() == family).findFirst();
        String node = "this node's address" + own.map(ip -> " (" + ip + ")").orElse("");
        List<Target> masqueraded =
                targets.stream().filter(Target::isMasqueraded).toList();
        if (masqueraded.size() == targets.size()) {
            return "the endpoint sees " + node;
        }
        String kept = "the client's address (" + client.source() + ")";
        if (masqueraded.isEmpty()) {
            return "the endpoint sees " + kept;
        }
        String those = masqueraded.stream()
                .map(target -> target.server().key().toString())
                .collect(Collectors.joining(", "));
        return "the endpoint sees " + kept + "; " + those + ": " + node;
    }
}
