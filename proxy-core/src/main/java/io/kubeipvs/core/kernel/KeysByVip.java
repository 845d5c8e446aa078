package io.kubeipvs.core.kernel;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.Ip;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keys of virtual servers by their address. Nearly every address has one, which takes no hash table. */
final class KeysByVip {
    private final Map<Ip, Set<VirtualServer.Key>> keys = new CompactMap<>();

    void clear() {
        keys.clear();
    }

    void add(VirtualServer.Key key) {
        Set<VirtualServer.Key> before = of(key.vip());
        if (before.isEmpty()) {
            keys.put(key.vip(), Set.of(key));
        } else if (before.size() > 1) {
            keys.get(key.vip()).add(key);
        } else if (!before.contains(key)) {
            Set<VirtualServer.Key> several = new HashSet<>(before);
            several.add(key);
            keys.put(key.vip(), several);
        }
    }

    void remove(VirtualServer.Key key) {
        Set<VirtualServer.Key> before = of(key.vip());
        if (before.size() > 2) {
            keys.get(key.vip()).remove(key);
        } else if (before.contains(key)) {
            Set<VirtualServer.Key> others = new HashSet<>(before);
            others.remove(key);
            if (others.isEmpty()) {
                keys.remove(key.vip());
            } else {
                keys.put(key.vip(), Set.copyOf(others));
            }
        }
    }

    /** Those of this address; a view. */
    Set<VirtualServer.Key> of(Ip vip) {
        return Collections.unmodifiableSet(keys.getOrDefault(vip, Set.of()));
    }
}
