package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector, as {@code kubectl get nodes -l} takes it.
 *
 * @param requirements all of them must be met; at least one
 */
public record NodeSelector(List<Requirement> requirements) {
    private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?";
    private static final String KEY = "(?:" + NAME + "/)?" + NAME;
    private static final String VALUE = "(?:" + NAME + ")?";
    /** {@code key}, {@code !key}, {@code key=value} with any sign of equality, or {@code key in (a,b)}. */
    private static final String ONE = "\\s*(?:(!)?\\s*(" + KEY + ")|(" + KEY + ")\\s*(==?|!=)\\s*(" + VALUE + ")|("
            + KEY + ")\\s+(in|notin)\\s*\\(\\s*(" + VALUE + "(?:\\s*,\\s*" + VALUE + ")*)\\s*\\))\\s*";

    private static final Pattern REQUIREMENT = Pattern.compile(ONE + "(?=,|$)");

    /** The texts that {@link #parse} reads. */
    static final String PATTERN = ONE + "(," + ONE + ")*";

    /** In characters. */
    static final int LONGEST = 1000;

    public NodeSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * One requirement.
     *
     * @param key the label
     * @param values the values that count; empty = any value
     * @param wanted whether the label must have one of them; otherwise it must have none of them
     */
    public record Requirement(String key, Set<String> values, boolean wanted) {
        public Requirement {
            values = Set.copyOf(values);
        }

        boolean isMet(Map<String, String> labels) {
            String value = labels.get(key);
            boolean isOne = value != null && (values.isEmpty() || values.contains(value));
            return isOne == wanted;
        }

        @Override
        public String toString() {
            if (values.isEmpty()) {
                return (wanted ? "" : "!") + key;
            }
            return key + (wanted ? " in (" : " notin (")
                    + String.join(",", values.stream().sorted().toList()) + ")";
        }
    }

    /** @throws IllegalArgumentException when it is none */
    public static NodeSelector parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
        List<Requirement> requirements = new ArrayList<>();
        Matcher next = REQUIREMENT.matcher(text);
        int from = 0;
        while (from <= text.length()) {
            next.region(from, text.length());
            if (!next.lookingAt() || next.end() < text.length() && text.charAt(next.end()) != ',') {
                throw new IllegalArgumentException("'" + text.substring(from) + "' is no requirement");
            }
            requirements.add(requirement(next));
            from = next.end() + 1;
        }
        return new NodeSelector(requirements);
    }

    private static Requirement requirement(Matcher found) {
        if (found.group(2) != null) {
            return new Requirement(found.group(2), Set.of(), found.group(1) == null);
        }
        if (found.group(3) != null) {
            return new Requirement(
                    found.group(3), Set.of(found.group(5)), !found.group(4).equals("!="));
        }
        List<String> values = List.of(found.group(8).split("\\s*,\\s*", -1));
        return new Requirement(
                found.group(6), Set.copyOf(values), found.group(7).equals("in"));
    }

    /** Whether a node with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.isMet(labels));
    }

    /** Whether this node serves the addresses of a Service beyond its cluster addresses. */
    public static boolean isServed(ServiceSpec service, NodeView node) {
        return service.options()
                .get(Options.NODES)
                .map(selector -> selector.matches(node.node().labels()))
                .orElse(true);
    }

    @Override
    public String toString() {
        return String.join(",", requirements.stream().map(Requirement::toString).toList());
    }
}
