package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Cidr;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The ranges of cluster addresses in the ServiceCIDR objects. Reports all ranges whenever they change. Safe for use by many threads.
 */
public final class ServiceRanges {
    /**
     * A ServiceCIDR.
     *
     * @param name its identity
     * @param ranges at most one a family
     */
    public record Spec(String name, List<Cidr> ranges) {
        public Spec {
            ranges = List.copyOf(ranges);
        }
    }

    private final Consumer<List<Cidr>> onChange;
    private final Map<String, Spec> specs = new TreeMap<>();
    private List<Cidr> reported = List.of();
    private boolean isSettled;
    private boolean isListed;

    /** @param onChange receives each range once, in the order of the objects' names; must return quickly */
    public ServiceRanges(Consumer<List<Cidr>> onChange) {
        this.onChange = onChange;
    }

    /** One was added or changed. */
    public synchronized void put(Spec spec) {
        specs.put(spec.name(), spec);
        report();
    }

    /** One is gone. */
    public synchronized void remove(String name) {
        specs.remove(name);
        report();
    }

    /** These are all that there are. */
    public synchronized void relist(Collection<Spec> all) {
        specs.clear();
        all.forEach(spec -> specs.put(spec.name(), spec));
        report();
        isSettled = true;
        isListed = true;
    }

    /** Takes over those of an earlier run, unless they were listed. */
    public synchronized void restore(Collection<Spec> earlier) {
        if (!isListed) {
            earlier.forEach(spec -> specs.put(spec.name(), spec));
            report();
            isSettled = true;
        }
    }

    /** All that there are; a copy. */
    public synchronized List<Spec> all() {
        return List.copyOf(specs.values());
    }

    /** They cannot be listed now: work begins without them. */
    public synchronized void unreadable() {
        isSettled = true;
    }

    /** Whether they were listed once, or could not be. Before, the packet filter would lose them for a moment. */
    public synchronized boolean isSettled() {
        return isSettled;
    }

    private void report() {
        Set<Cidr> ranges = new LinkedHashSet<>();
        specs.values().forEach(spec -> ranges.addAll(spec.ranges()));
        List<Cidr> now = List.copyOf(ranges);
        if (!now.equals(reported)) {
            onChange.accept(now);
            reported = now; // after a failure the next relist tries again
        }
    }
}
