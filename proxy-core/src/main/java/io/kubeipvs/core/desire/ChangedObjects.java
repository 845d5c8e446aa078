package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The kernel objects that must be compared. All others are known to be right. */
public final class ChangedObjects {
    private final Set<KernelObject> objects = new LinkedHashSet<>();

    /** These objects. */
    public static ChangedObjects of(Collection<? extends KernelObject> objects) {
        ChangedObjects all = new ChangedObjects();
        all.addAll(objects);
        return all;
    }

    /** One object. */
    public static ChangedObjects of(KernelObject object) {
        return of(List.of(object));
    }

    /** Adds one object. */
    public void add(KernelObject object) {
        objects.add(object);
    }

    /** Adds these objects. */
    public void addAll(Collection<? extends KernelObject> all) {
        objects.addAll(all);
    }

    /** Adds the objects of another set. */
    public void addAll(ChangedObjects other) {
        objects.addAll(other.objects);
    }

    /** Adds VIPs. */
    public void addVips(Collection<Ip> vips) {
        vips.forEach(vip -> add(new KernelObject.Vip(vip)));
    }

    /** Adds endpoints of this node. */
    public void addHairpins(Collection<Ip> endpoints) {
        endpoints.forEach(endpoint -> add(new KernelObject.Hairpin(endpoint)));
    }

    /** The objects, in the order in which they were added; a view. */
    public Set<KernelObject> all() {
        return objects;
    }

    /** The virtual servers among them; a copy. */
    public List<VirtualServer.Key> virtualServers() {
        return objects.stream()
                .flatMap(object -> object.asVirtualServer().stream())
                .toList();
    }

    /** Whether there is no object. */
    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Removes the objects for which this holds. */
    public void removeIf(Predicate<KernelObject> condition) {
        objects.removeIf(condition);
    }

    /** The number of objects. */
    public int size() {
        return objects.size();
    }

    /** Removes all objects. */
    public void clear() {
        objects.clear();
    }
}
