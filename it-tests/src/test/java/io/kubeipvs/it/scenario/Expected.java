package io.kubeipvs.it.scenario;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The wanted result of asking.
 *
 * @param fate as in {@link Answer}
 * @param who the names that may answer; empty when none does, or when it does not matter
 * @param one whether one of them answers every time, in place of each in turn
 * @param from whose address the answerers see; empty when it does not matter
 */
record Expected(String fate, Set<String> who, boolean one, Optional<String> from) {
    static final String ITSELF = "itself";

    Expected {
        who = new TreeSet<>(who);
    }

    /** How often to ask so that one answerer too many would show: servers are taken in turn. */
    int times() {
        return who.isEmpty() ? 1 : one ? 4 : who.size() + 1;
    }

    /** The difference from this answer; empty when there is none. */
    Optional<String> problem(Member client, Answer answer) {
        boolean right =
                answer.fates().equals(Set.of(fate)) && whoIsRight(answer.who()) && sourceIsRight(client, answer);
        return right ? Optional.empty() : Optional.of(answer.toString());
    }

    private boolean whoIsRight(Set<String> answerers) {
        if (who.isEmpty()) {
            return true;
        }
        return one ? answerers.size() == 1 && who.containsAll(answerers) : who.equals(answerers);
    }

    private boolean sourceIsRight(Member client, Answer answer) {
        String source =
                from.map(name -> name.equals(ITSELF) ? client.text() : name).orElse("");
        return source.isEmpty()
                || answer.sources().isEmpty()
                || answer.sources().equals(Set.of(source));
    }
}
