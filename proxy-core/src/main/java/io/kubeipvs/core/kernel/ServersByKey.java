package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Real servers by key, in one array in the order of the keys. A hash table would take an entry and a key beside each server,
 * which is half of its memory. Immutable.
 */
final class ServersByKey extends AbstractMap<RealServer.Key, RealServer> {
    private final RealServer[] servers;

    private ServersByKey(RealServer... servers) {
        this.servers = servers;
    }

    /** These real servers. */
    static Map<RealServer.Key, RealServer> copyOf(Map<RealServer.Key, RealServer> servers) {
        if (servers instanceof ServersByKey) {
            return servers;
        }
        RealServer[] all = servers.values().toArray(RealServer[]::new);
        Arrays.sort(all, ServersByKey::compare);
        return new ServersByKey(all);
    }

    private static int compare(RealServer one, RealServer other) {
        return compare(one, other.address(), other.port());
    }

    private static int compare(RealServer server, Ip address, int port) {
        int byAddress = server.address().compareTo(address);
        return byAddress != 0 ? byAddress : Integer.compare(server.port(), port);
    }

    @Override
    public int size() {
        return servers.length;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public RealServer get(Object key) {
        RealServer.Key wanted = (RealServer.Key) key;
        int low = 0;
        int high = servers.length - 1;
        while (low <= high) {
            int middle = (low + high) / 2;
            int order = compare(servers[middle], wanted.address(), wanted.port());
            if (order == 0) {
                return servers[middle];
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** Does not keep the view, as the inherited one does. */
    @Override
    public Set<RealServer.Key> keySet() {
        return new Keys();
    }

    /** Does not keep the view, as the inherited one does. */
    @Override
    public Collection<RealServer> values() {
        return Collections.unmodifiableList(Arrays.asList(servers));
    }

    @Override
    public Set<Entry<RealServer.Key, RealServer>> entrySet() {
        return new Entries();
    }

    @Override
    public void forEach(BiConsumer<? super RealServer.Key, ? super RealServer> action) {
        for (RealServer server : servers) {
            action.accept(server.key(), server);
        }
    }

    /** As of any map, and faster for another one of this class: without looking up each key. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ServersByKey that ? Arrays.equals(servers, that.servers) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    private final class Keys extends AbstractSet<RealServer.Key> {
        @Override
        public int size() {
            return servers.length;
        }

        @Override
        public boolean contains(Object key) {
            return containsKey(key);
        }

        @Override
        public Iterator<RealServer.Key> iterator() {
            return Arrays.stream(servers).map(RealServer::key).iterator();
        }
    }

    private final class Entries extends AbstractSet<Entry<RealServer.Key, RealServer>> {
        @Override
        public int size() {
            return servers.length;
        }

        @Override
        public Iterator<Entry<RealServer.Key, RealServer>> iterator() {
            return Arrays.stream(servers)
                    .map(server -> Map.entry(server.key(), server))
                    .iterator();
        }
    }
}
