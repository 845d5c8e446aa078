package io.kubeipvs.core.explain;

import java.util.List;

/**
 * The answer to a question.
 *
 * @param packets the explanation of each packet
 * @param notes addresses of the Service that are not served and why, or why there is no packet to explain
 */
public record Explanations(List<Explanation> packets, List<String> notes) {
    public Explanations {
        packets = List.copyOf(packets);
        notes = List.copyOf(notes);
    }
}
