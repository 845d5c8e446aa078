package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.model.ServiceName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that must be compared, in groups that are planned together. One plan takes a bounded number of objects, so
 * that no transaction is long. A change comes before the groups that earlier plans omitted. Used by one thread.
 */
final class Agenda {
    private final Deque<Group> fresh = new ArrayDeque<>();
    private final Deque<Group> later = new ArrayDeque<>();

    private final int portion;

    /** @param portion the most objects of one plan; a group is not cut */
    Agenda(int portion) {
        this.portion = portion;
    }

    private record Group(Optional<ServiceName> service, ChangedObjects objects) {}

    /** Objects that are planned together. */
    void add(ChangedObjects objects) {
        add(Optional.empty(), objects);
    }

    /** The objects of a Service that changed. */
    void add(ServiceName service, ChangedObjects objects) {
        add(Optional.of(service), objects);
    }

    /** Objects that the last plan began and did not finish. They come after everything else, each once. */
    void addLast(ChangedObjects objects) {
        ChangedObjects rest = new ChangedObjects();
        rest.addAll(objects);
        rest.removeIf(this::waits);
        if (!rest.isEmpty()) {
            later.add(new Group(Optional.empty(), rest));
        }
    }

    private boolean waits(KernelObject object) {
        return Stream.of(fresh, later)
                .flatMap(Deque::stream)
                .anyMatch(group -> group.objects().all().contains(object));
    }

    private void add(Optional<ServiceName> service, ChangedObjects objects) {
        if (!objects.isEmpty()) {
            fresh.add(new Group(service, objects));
        }
    }

    /** The objects of the next plan. */
    ChangedObjects portion() {
        ChangedObjects next = new ChangedObjects();
        nextGroups().forEach(group -> next.addAll(group.objects()));
        return next;
    }

    /** The {@link #portion} was planned: it is removed. */
    void planned() {
        nextGroups().forEach(group -> {
            if (fresh.isEmpty()) {
                later.remove();
            } else {
                fresh.remove();
            }
        });
        while (!fresh.isEmpty()) {
            later.addFirst(fresh.removeLast());
        }
    }

    /** Whether the {@link #portion} has all objects. */
    boolean isOnePortion() {
        return nextGroups().size() == fresh.size() + later.size();
    }

    private List<Group> nextGroups() {
        List<Group> next = new ArrayList<>();
        int objects = 0;
        Iterator<Group> groups = Stream.of(fresh, later).flatMap(Deque::stream).iterator();
        while (groups.hasNext() && objects < portion) {
            Group group = groups.next();
            next.add(group);
            objects += group.objects().size();
        }
        return next;
    }

    boolean isEmpty() {
        return fresh.isEmpty() && later.isEmpty();
    }

    /** The number of objects in all groups. */
    int size() {
        return Stream.of(fresh, later)
                .flatMap(Deque::stream)
                .mapToInt(group -> group.objects().size())
                .sum();
    }

    /** The Services of which objects wait for a plan; a copy. */
    Set<ServiceName> services() {
        Set<ServiceName> services = new HashSet<>();
        Stream.of(fresh, later)
                .flatMap(Deque::stream)
                .forEach(group -> group.service().ifPresent(services::add));
        return services;
    }
}
