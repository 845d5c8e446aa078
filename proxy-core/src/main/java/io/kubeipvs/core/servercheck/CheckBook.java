package io.kubeipvs.core.servercheck;

import io.kubeipvs.core.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wanted checks, the Services that want each, and which of them failed. A check counts as passed until it fails. The cost
 * of a change depends on the Services that it concerns. Used by one thread.
 */
public final class CheckBook {
    private final Map<ServiceName, Set<ServerCheck>> wanted = new HashMap<>();
    private final Map<ServerCheck, Set<ServiceName>> users = new HashMap<>();
    private final Map<ServerCheck, String> failed = new HashMap<>();
    private Changes changes = Changes.empty();

    /**
     * The changes since they were last taken. A check that ended and began again is among both: it begins anew.
     *
     * @param begun checks that are wanted since then
     * @param ended checks that ended, before any of {@code begun} began
     * @param transitions servers that became unhealthy or healthy, in their order
     */
    public record Changes(Set<ServerCheck> begun, Set<ServerCheck> ended, List<Transition> transitions) {
        /** No change, to be filled. */
        public static Changes empty() {
            return new Changes(new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>());
        }
    }

    /**
     * A server became unhealthy or healthy.
     *
     * @param services those that check it so
     */
    public record Transition(CheckResult result, Set<ServiceName> services) {
        public Transition {
            services = Set.copyOf(services);
        }
    }

    /** This Service wants these checks from now on, and no others. */
    public void want(ServiceName service, Set<ServerCheck> checks) {
        Set<ServerCheck> before = checks.isEmpty() ? wanted.remove(service) : wanted.put(service, Set.copyOf(checks));
        for (ServerCheck check : checks) {
            if (before == null || !before.contains(check)) {
                begin(service, check);
            }
        }
        for (ServerCheck check : before == null ? Set.<ServerCheck>of() : before) {
            if (!checks.contains(check)) {
                end(service, check);
            }
        }
    }

    private void begin(ServiceName service, ServerCheck check) {
        Set<ServiceName> of = users.computeIfAbsent(check, one -> new HashSet<>());
        of.add(service);
        if (of.size() == 1) {
            changes.begun().add(check);
        }
    }

    /** A result ends with its check. */
    private void end(ServiceName service, ServerCheck check) {
        Set<ServiceName> of = users.get(check);
        of.remove(service);
        if (of.isEmpty()) {
            users.remove(check);
            failed.remove(check);
            if (!changes.begun().remove(check)) {
                changes.ended().add(check);
            }
        }
    }

    /** Takes over results. Returns the Services whose failed checks are others now. Of a check that ended nothing is taken. */
    public Set<ServiceName> take(Collection<CheckResult> results) {
        Set<ServiceName> concerned = new LinkedHashSet<>();
        for (CheckResult result : results) {
            Set<ServiceName> of = users.getOrDefault(result.check(), Set.of());
            Optional<String> before = of.isEmpty() ? Optional.empty() : replace(result);
            if (!of.isEmpty() && before.isPresent() != result.failure().isPresent()) {
                changes.transitions().add(new Transition(result, of));
                concerned.addAll(of);
            }
        }
        return concerned;
    }

    private Optional<String> replace(CheckResult result) {
        return Optional.ofNullable(
                result.failure().isPresent()
                        ? failed.put(result.check(), result.failure().get())
                        : failed.remove(result.check()));
    }

    /** The failed checks of a Service, and why each failed; a copy. */
    public Map<ServerCheck, String> failedOf(ServiceName service) {
        Map<ServerCheck, String> ofService = new HashMap<>();
        for (ServerCheck check : wanted.getOrDefault(service, Set.of())) {
            if (failed.containsKey(check)) {
                ofService.put(check, failed.get(check));
            }
        }
        return ofService;
    }

    /** The Services with a failed check; a copy. */
    public Set<ServiceName> servicesWithFailure() {
        Set<ServiceName> services = new HashSet<>();
        failed.keySet().forEach(check -> services.addAll(users.get(check)));
        return services;
    }

    /** The number of wanted checks. */
    public int count() {
        return users.size();
    }

    /** The number of servers that failed their check. */
    public int failedCount() {
        return failed.size();
    }

    /** The changes since the last call. */
    public Changes takeChanges() {
        Changes taken = changes;
        changes = Changes.empty();
        return taken;
    }
}
