package io.kubeipvs.core.compact;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * A hash map without an object for each entry: an entry takes 12 to 24 bytes, and 38 in a {@link java.util.HashMap}. Keys
 * lie in one array, at the place that their hash gives or the next free one ("linear probing"), and values at the same place
 * in a second one. For many small entries that live long. Its views do not remove. Null is refused. For one thread. A search
 * passes all keys with the same hash: keys that tenants choose need a {@link SecretHash}.
 */
public final class CompactMap<K, V> extends AbstractMap<K, V> {
    private static final int LEAST_PLACES = 8;

    /** Their length is a power of two. At least a third of the places is free, so a search ends soon. */
    private Object[] keys = new Object[LEAST_PLACES];

    private Object[] values = new Object[LEAST_PLACES];
    private int size;
    private int changes;

    /** A set with the same properties. */
    public static <E> Set<E> newSet() {
        return Collections.newSetFromMap(new CompactMap<>());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(Object key) {
        return keys[placeOf(key)] != null;
    }

    @Override
    public V get(Object key) {
        return valueAt(placeOf(key));
    }

    @Override
    public V put(K key, V value) {
        Objects.requireNonNull(value);
        int place = placeOf(key);
        V before = valueAt(place);
        values[place] = value;
        if (before == null) {
            keys[place] = key;
            size++;
            changes++;
            growIfFull();
        }
        return before;
    }

    @Override
    public V remove(Object key) {
        int place = placeOf(key);
        V before = valueAt(place);
        if (before != null) {
            size--;
            changes++;
            clear(place);
        }
        return before;
    }

    @Override
    public void clear() {
        keys = new Object[LEAST_PLACES];
        values = new Object[LEAST_PLACES];
        size = 0;
        changes++;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new Entries();
    }

    /** The place of this key, or the free place that it would get. */
    private int placeOf(Object key) {
        int place = firstPlaceOf(key);
        while (keys[place] != null && !keys[place].equals(key)) {
            place = next(place);
        }
        return place;
    }

    /**
     * Depends on the number of places in a way of its own. Otherwise a map that is filled in the order of a larger one gets
     * all keys for its first places first, and each of them is searched past all others. It is secret too: otherwise
     * a tenant could choose keys with neighbouring places, whose hashes differ.
     */
    private int firstPlaceOf(Object key) {
        int zeros = Integer.numberOfLeadingZeros(keys.length);
        return SecretHash.of(key.hashCode(), zeros) >>> zeros + 1;
    }

    private int next(int place) {
        return place + 1 & keys.length - 1;
    }

    @SuppressWarnings("unchecked") // only values of this type are put
    private V valueAt(int place) {
        return (V) values[place];
    }

    private void growIfFull() {
        if (size * 3 <= keys.length * 2) {
            return;
        }
        Object[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new Object[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int place = placeOf(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }

    /** Frees a place, and moves keys behind it forward: a search must not end at the gap before it finds them. */
    private void clear(int place) {
        int gap = place;
        for (int i = next(gap); keys[i] != null; i = next(i)) {
            int mask = keys.length - 1;
            int distance = i - firstPlaceOf(keys[i]) & mask;
            if (distance >= (i - gap & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        keys[gap] = null;
        values[gap] = null;
    }

    private final class Entries extends AbstractSet<Entry<K, V>> {
        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Entry<K, V>> iterator() {
            return new Entering();
        }
    }

    private final class Entering implements Iterator<Entry<K, V>> {
        private final int expected = changes;
        private int place = taken(0);

        @Override
        public boolean hasNext() {
            return place < keys.length;
        }

        @Override
        @SuppressWarnings("unchecked") // only keys of this type are put
        public Entry<K, V> next() {
            if (expected != changes) {
                throw new IllegalStateException("changed during an iteration");
            }
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry<K, V> entry = new SimpleImmutableEntry<>((K) keys[place], valueAt(place));
            place = taken(place + 1);
            return entry;
        }

        /** The first place from this one that has a key. */
        private int taken(int from) {
            int next = from;
            while (next < keys.length && keys[next] == null) {
                next++;
            }
            return next;
        }
    }
}
