package io.kubeipvs.core.kernel;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.Ip;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keys of virtual servers by their address. Nearly every address has one, which takes no set. */
final class KeysByVip {
    /** Of addresses with one. */
    private final Map<Ip, VirtualServer.Key> only = new CompactMap<>();

    /** Of addresses with several. */
    private final Map<Ip, Set<VirtualServer.Key>> several = new HashMap<>();

    void clear() {
        only.clear();
        several.clear();
    }

    void add(VirtualServer.Key key) {
        VirtualServer.Key one = only.get(key.vip());
        Set<VirtualServer.Key> all = several.get(key.vip());
        if (all != null) {
            all.add(key);
        } else if (one == null) {
            only.put(key.vip(), key);
        } else if (!one.equals(key)) {
            only.remove(key.vip());
            several.put(key.vip(), new HashSet<>(Set.of(one, key)));
        }
    }

    void remove(VirtualServer.Key key) {
        Set<VirtualServer.Key> all = several.get(key.vip());
        if (key.equals(only.get(key.vip()))) {
            only.remove(key.vip());
        } else if (all != null && all.remove(key) && all.size() == 1) {
            several.remove(key.vip());
            only.put(key.vip(), all.iterator().next());
        }
    }

    /** Those of this address; a view, if it has several. */
    Set<VirtualServer.Key> of(Ip vip) {
        VirtualServer.Key one = only.get(vip);
        return one == null
                ? Collections.unmodifiableSet(several.getOrDefault(vip, Set.of()))
                : Collections.singleton(one);
    }
}
