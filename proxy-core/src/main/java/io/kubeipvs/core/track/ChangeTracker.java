package io.kubeipvs.core.track;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The latest state of every Service and slice, and which Services changed since they were last taken.
 *
 * <p>Changes coalesce: ten events on one Service are one dirty Service, and the latest state wins. An event that
 * without a relevant difference dirties nothing. Safe for use by many threads.
 */
public final class ChangeTracker {
    private static final ServiceName API_SERVER = new ServiceName("default", "kubernetes");
    private static final int DNS_PORT = 53;

    private final Runnable onDirty;
    private final Map<ServiceName, ServiceSpec> services = new CompactMap<>();
    private final Map<SliceName, SliceSpec> slices = new CompactMap<>();
    private final Map<ServiceName, List<SliceSpec>> slicesOf = new CompactMap<>();
    private final Map<ServiceName, Map<ServerCheck, String>> failedChecks = new HashMap<>();
    // Replaced when taken: an emptied table keeps the size of the first list, and each later emptying walks all of it.
    private Set<ServiceName> dirty = new LinkedHashSet<>();
    private Map<ServiceName, List<ChangeTrigger>> triggers = new HashMap<>();
    private Set<ServiceName> pendingServices = new HashSet<>();
    private int pendingSlices;
    private long serviceChanges;
    private long sliceChanges;
    private boolean servicesListed;
    private boolean slicesListed;
    private Set<ServiceOption<?>> allowedOptions = Options.ALLOWED_BY_DEFAULT;

    /**
     * @param onDirty called after every call that makes a Service dirty, by its thread, which does not hold the lock then
     */
    public ChangeTracker(Runnable onDirty) {
        this.onDirty = onDirty;
    }

    /** The options that Services may choose from now on; at first those of {@link Options#ALLOWED_BY_DEFAULT}. */
    public synchronized void allowOptions(Set<ServiceOption<?>> allowed) {
        allowedOptions = Set.copyOf(allowed);
    }

    /** Makes a change. The lock is free when the sync thread wakes, so that it need not wait for it. */
    private void change(Runnable change) {
        boolean isDirtier;
        synchronized (this) {
            int before = dirty.size();
            change.run();
            isDirtier = dirty.size() > before;
        }
        if (isDirtier) {
            onDirty.run();
        }
    }

    /** A Service was added or changed. An option without a usable value keeps its former one. */
    public void putService(ServiceSpec received) {
        change(() -> put(received));
    }

    private void put(ServiceSpec received) {
        ServiceSpec before = services.get(received.name());
        ServiceSpec service = before == null ? received : received.after(before);
        if (!service.equals(services.put(service.name(), service))) {
            serviceChanged(service.name());
        }
    }

    /** A Service was deleted, or is not proxied any more. */
    public void removeService(ServiceName name) {
        change(() -> remove(name));
    }

    private void remove(ServiceName name) {
        if (services.remove(name) != null) {
            serviceChanged(name);
        }
    }

    private void serviceChanged(ServiceName name) {
        serviceChanges++;
        pendingServices.add(name);
        dirty.add(name);
    }

    /**
     * A slice was added or changed; it may have moved to another Service. An option without a usable value keeps its former
     * one.
     */
    public void putSlice(SliceSpec received) {
        change(() -> put(received));
    }

    private void put(SliceSpec received) {
        SliceSpec before = slices.get(received.name());
        SliceSpec slice = before == null ? received : received.after(before);
        slices.put(slice.name(), slice);
        if (slice.equals(before)) {
            return;
        }
        if (before != null && !before.service().equals(slice.service())) {
            detach(before);
        }
        slicesOf.put(slice.service(), siblings(slice, Optional.of(slice)));
        slice.trigger()
                .filter(trigger -> before == null || !before.trigger().equals(slice.trigger()))
                .ifPresent(trigger -> triggers.computeIfAbsent(slice.service(), s -> new ArrayList<>())
                        .add(trigger));
        sliceChanged(slice.service());
    }

    private void sliceChanged(ServiceName service) {
        sliceChanges++;
        pendingSlices++;
        dirty.add(service);
    }

    /** A slice was deleted. */
    public void removeSlice(SliceName name) {
        change(() -> remove(name));
    }

    private void remove(SliceName name) {
        SliceSpec before = slices.remove(name);
        if (before != null) {
            detach(before);
            sliceChanged(before.service());
        }
    }

    /** The slices of its Service with another version of this one, or without it. Most Services have one slice. */
    private List<SliceSpec> siblings(SliceSpec slice, Optional<SliceSpec> version) {
        List<SliceSpec> siblings = new ArrayList<>(1);
        for (SliceSpec sibling : slicesOf.getOrDefault(slice.service(), List.of())) {
            if (!sibling.name().equals(slice.name())) {
                siblings.add(sibling);
            }
        }
        version.ifPresent(siblings::add);
        return List.copyOf(siblings); // one takes less memory than that of an ArrayList
    }

    /** Drops the triggers so far: it is unknown which of them the kernel saw. */
    private void detach(SliceSpec slice) {
        List<SliceSpec> siblings = siblings(slice, Optional.empty());
        if (siblings.isEmpty()) {
            slicesOf.remove(slice.service());
        } else {
            slicesOf.put(slice.service(), siblings);
        }
        triggers.remove(slice.service());
        dirty.add(slice.service());
    }

    /** These health checks of servers of this Service have failed, and no others; with the cause of each. */
    public void putFailedChecks(ServiceName service, Map<ServerCheck, String> failed) {
        change(() -> {
            if (!failed.equals(replaceFailedChecks(service, failed))) {
                dirty.add(service);
            }
        });
    }

    /** The same, if it makes no difference, because the Service does not want those that are missing any more. */
    public synchronized void forgetFailedChecks(ServiceName service, Map<ServerCheck, String> remaining) {
        replaceFailedChecks(service, remaining);
    }

    private Map<ServerCheck, String> replaceFailedChecks(ServiceName service, Map<ServerCheck, String> failed) {
        Map<ServerCheck, String> before =
                failed.isEmpty() ? failedChecks.remove(service) : failedChecks.put(service, Map.copyOf(failed));
        return before == null ? Map.of() : before;
    }

    /** These are all Services: any other is removed. */
    public void relistServices(Collection<ServiceSpec> all) {
        synchronized (this) {
            Set<ServiceName> gone = new LinkedHashSet<>(services.keySet());
            for (ServiceSpec service : all) {
                gone.remove(service.name());
                put(service);
            }
            gone.forEach(this::remove);
            servicesListed = true;
        }
        onDirty.run();
    }

    /** These are all slices: any other is removed. */
    public void relistSlices(Collection<SliceSpec> all) {
        synchronized (this) {
            Set<SliceName> gone = new LinkedHashSet<>(slices.keySet());
            for (SliceSpec slice : all) {
                gone.remove(slice.name());
                put(slice);
            }
            gone.forEach(this::remove);
            slicesListed = true;
        }
        onDirty.run();
    }

    /** Marks every Service as dirty, for instance because a setting changed. */
    public void markAllDirty() {
        markDirty(service -> true);
    }

    /** Marks some Services as dirty, for instance because the node has another address. */
    public void markDirty(Predicate<ServiceSpec> which) {
        change(() ->
                services.values().stream().filter(which).map(ServiceSpec::name).forEach(dirty::add));
    }

    /** Marks these as dirty, whether they exist or not: one that does not exist is taken as removed. */
    public void markDirty(Collection<ServiceName> names) {
        change(() -> dirty.addAll(names));
    }

    /** All Services as they were received, with options that are not allowed; a copy. */
    public synchronized List<ServiceSpec> services() {
        return List.copyOf(services.values());
    }

    /** Every Service with its slices, without triggers; a copy. */
    public synchronized List<ServiceView> views() {
        return services.keySet().stream().map(this::view).toList();
    }

    /** All slices as they were received; a copy. */
    public synchronized List<SliceSpec> slices() {
        return List.copyOf(slices.values());
    }

    /**
     * Whether Services and slices were both listed once. Before, nothing may be removed from the kernel, because a missing
     * object may only be one that was not read yet.
     */
    public synchronized boolean isComplete() {
        return servicesListed && slicesListed;
    }

    /**
     * Takes the Services that changed since the last call: first the API server's own, then DNS, then the others, oldest
     * change first. Everything else in a cluster needs the first two.
     */
    public synchronized List<ServiceView> takeDirty() {
        List<ServiceName> ordered = new ArrayList<>(dirty);
        ordered.sort(Comparator.comparing(this::rank));
        List<ServiceView> views = new ArrayList<>(ordered.size());
        for (ServiceName name : ordered) {
            views.add(view(name).withTriggers(triggers.getOrDefault(name, List.of())));
        }
        dirty = new LinkedHashSet<>();
        triggers = new HashMap<>();
        pendingServices = new HashSet<>();
        pendingSlices = 0;
        return views;
    }

    /** The present state of a Service, without triggers. */
    public synchronized ServiceView view(ServiceName name) {
        return ServiceView.named(name)
                .withService(Optional.ofNullable(services.get(name)).map(service -> service.inForce(allowedOptions)))
                .withSlices(slicesInForce(name))
                .withFailedChecks(failedChecks.getOrDefault(name, Map.of()));
    }

    private List<SliceSpec> slicesInForce(ServiceName name) {
        List<SliceSpec> inForce = new ArrayList<>(1);
        for (SliceSpec slice : slicesOf.getOrDefault(name, List.of())) {
            inForce.add(slice.inForce(allowedOptions));
        }
        return inForce;
    }

    private int rank(ServiceName name) {
        if (name.equals(API_SERVER)) {
            return 0;
        }
        ServiceSpec service = services.get(name);
        return service != null && service.ports().stream().anyMatch(port -> port.port() == DNS_PORT) ? 1 : 2;
    }

    /** The numbers of changes. */
    public synchronized ChangeCounts counts() {
        return ChangeCounts.NONE
                .withChanges(serviceChanges, sliceChanges)
                .withPending(pendingServices.size(), pendingSlices)
                .withDirty(dirty.size());
    }
}
