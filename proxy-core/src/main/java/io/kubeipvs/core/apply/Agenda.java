package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.model.ServiceName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that must be compared, in groups that are planned together. One plan takes a bounded number of objects, so
 * that no transaction is long. A change comes before the groups that earlier plans omitted. Used by one thread.
 */
final class Agenda {
    private final Deque<Group> fresh = new ArrayDeque<>();
    /** The fresh groups of Services. */
    private Map<ServiceName, Group> freshOf = new HashMap<>();

    private final Deque<Group> later = new ArrayDeque<>();

    private final int portion;

    /** @param portion the most objects of one plan; a group is not cut */
    Agenda(int portion) {
        this.portion = portion;
    }

    private record Group(Optional<ServiceName> service, ChangedObjects objects) {}

    /** Objects that are planned together. */
    void add(ChangedObjects objects) {
        if (!objects.isEmpty()) {
            fresh.add(new Group(Optional.empty(), objects));
        }
    }

    /** Objects that need not be planned together. */
    void addSeparately(ChangedObjects objects) {
        ChangedObjects group = new ChangedObjects();
        for (KernelObject object : objects.all()) {
            group.add(object);
            if (group.size() == portion) {
                add(group);
                group = new ChangedObjects();
            }
        }
        add(group);
    }

    /** The objects of a Service that changed. They are one group with those that changed since the last plan. */
    void add(ServiceName service, ChangedObjects objects) {
        if (!objects.isEmpty()) {
            freshOf.computeIfAbsent(service, this::addGroup).objects().addAll(objects);
        }
    }

    private Group addGroup(ServiceName service) {
        Group group = new Group(Optional.of(service), new ChangedObjects());
        fresh.add(group);
        return group;
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

    /**
     * The part of the agenda that the next plan takes.
     *
     * @param objects a copy
     * @param isAll whether no object waits for a later plan
     */
    record Portion(ChangedObjects objects, boolean isAll) {}

    /** The portion of the next plan. */
    Portion next() {
        List<Group> groups = nextGroups();
        ChangedObjects objects = new ChangedObjects();
        groups.forEach(group -> objects.addAll(group.objects()));
        return new Portion(objects, groups.size() == fresh.size() + later.size());
    }

    /** The {@link #next} portion was planned: it is removed. */
    void planned() {
        nextGroups().forEach(group -> {
            if (fresh.isEmpty()) {
                later.remove();
            } else {
                fresh.remove();
            }
        });
        freshOf = new HashMap<>(); // an emptied one would keep the size of the first list
        while (!fresh.isEmpty()) {
            later.addFirst(fresh.removeLast());
        }
    }

    private List<Group> nextGroups() {
        List<Group> next = new ArrayList<>();
        int objects = addNext(fresh, 0, next);
        addNext(later, objects, next);
        return next;
    }

    /** Adds groups until the portion is full. Returns the number of objects in it. */
    private int addNext(Deque<Group> groups, int before, List<Group> next) {
        int objects = before;
        for (Group group : groups) {
            if (objects >= portion) {
                break;
            }
            next.add(group);
            objects += group.objects().size();
        }
        return objects;
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
