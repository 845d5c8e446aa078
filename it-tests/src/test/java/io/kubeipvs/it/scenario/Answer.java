package io.kubeipvs.it.scenario;

import java.util.Set;
import java.util.TreeSet;

/**
 * The result of asking, a few times.
 *
 * @param fates {@link #ANSWERED}, {@link #REFUSED}, {@link #DROPPED}, or in words what else happened
 * @param who the names that came back
 * @param sources the addresses that the answerers saw, as names of members where they are theirs; empty where a world
 *     does not know
 */
record Answer(Set<String> fates, Set<String> who, Set<String> sources) {
    static final String ANSWERED = "answered";
    static final String REFUSED = "refused";
    static final String DROPPED = "dropped";

    Answer {
        fates = new TreeSet<>(fates);
        who = new TreeSet<>(who);
        sources = new TreeSet<>(sources);
    }

    /** No answer came, and this is why. */
    static Answer of(String fate) {
        return new Answer(Set.of(fate), Set.of(), Set.of());
    }

    /** This one answered. */
    static Answer by(String who, String source) {
        return new Answer(Set.of(ANSWERED), Set.of(who), Set.of(source));
    }

    /** The result with one more question. */
    Answer and(Answer other) {
        return new Answer(union(fates, other.fates), union(who, other.who), union(sources, other.sources));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    @Override
    public String toString() {
        return String.join("+", fates)
                + (who.isEmpty() ? "" : " by " + String.join(" ", who))
                + (sources.isEmpty() ? "" : " from " + String.join(" ", sources));
    }
}
