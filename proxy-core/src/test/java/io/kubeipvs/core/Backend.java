package io.kubeipvs.core;

import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import java.util.Set;

/**
 * An endpoint as one word of a table: {@code 10.36.0.1@n1}, then any of {@code !ready}, {@code !serving},
 * {@code terminating}, {@code zone=a,b}, {@code node=n1,n2} and {@code pod}, joined by {@code +}.
 */
public final class Backend {
    private Backend() {}

    /** The endpoint that this word stands for. */
    public static Endpoint of(String word) {
        String[] parts = word.split("\\+");
        String[] place = parts[0].split("@");
        boolean ready = true;
        boolean serving = true;
        boolean terminating = false;
        boolean pod = false;
        Hints hints = Hints.NONE;
        for (int i = 1; i < parts.length; i++) {
            switch (parts[i].replaceAll("=.*", "")) {
                case "!ready" -> ready = false;
                case "!serving" -> serving = false;
                case "terminating" -> terminating = true;
                case "pod" -> pod = true;
                case "zone" -> hints = new Hints(hints.nodes(), names(parts[i]));
                case "node" -> hints = new Hints(names(parts[i]), hints.zones());
                default -> throw new IllegalArgumentException(parts[i]);
            }
        }
        return Endpoint.at(Ip.parse(place[0]))
                .withConditions(new Conditions(ready, serving, terminating))
                .withNodeName(place.length > 1 ? place[1] : "")
                .withPod(pod)
                .withHints(hints);
    }

    private static Set<String> names(String part) {
        return Set.of(part.replaceAll(".*=", "").split(","));
    }
}
