package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives settings the values that they had before they were changed here.
 *
 * @param places where the kernel keeps each key
 */
record Restorer(Function<String, Place> places, FormerValues former) {
    /** All of them, as far as that is possible. */
    PutBack all() {
        int restored = 0;
        List<String> changedByOthers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (SysctlChange change : former.all()) {
            try {
                if (one(change.key()) == Restoration.CHANGED_BY_OTHERS) {
                    changedByOthers.add(change.key());
                } else {
                    restored++;
                }
            } catch (SettingException e) {
                problems.add(change.key() + ": " + e.getMessage());
            }
        }
        return new PutBack(restored, changedByOthers, problems);
    }

    /** One of them. A setting that is not put back stays remembered. */
    Restoration one(String key) throws SettingException {
        Optional<SysctlChange> change = former.of(key);
        if (change.isEmpty()) {
            return Restoration.ABSENT;
        }
        Restoration restoration = restore(change.get(), places.apply(key));
        former.forget(key);
        return restoration;
    }

    private static Restoration restore(SysctlChange change, Place place) throws SettingException {
        Optional<String> current = place.read(change.key());
        if (current.isEmpty()) {
            return Restoration.ABSENT;
        }
        if (current.get().equals(change.before())) {
            return Restoration.RESTORED;
        }
        if (!current.get().equals(change.after())) {
            return Restoration.CHANGED_BY_OTHERS;
        }
        place.write(change.key(), change.before());
        return Restoration.RESTORED;
    }
}
