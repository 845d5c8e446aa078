package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set or map of nf_tables and its elements. An interval of a one-field set is two elements, of which the second has a
 * flag. Source: {@code net/netfilter/nf_tables_api.c, nft_add_set_elem, nft_del_setelem}.
 */
final class ElementSet {
    private static final int KEY = 1;
    private static final int FLAGS = 3;
    private static final int TIMEOUT = 4;
    private static final int KEY_END = 10;
    private static final int SET_TIMEOUT = 11;

    /** The content of a set's element; {@code deadline} in milliseconds of {@link System#nanoTime}, 0 = it stays. */
    private record Element(byte[] attributes, long deadline) {}

    private final byte[] attributes;
    private final long defaultTimeout;
    private final Map<ByteBuffer, Element> elements = new LinkedHashMap<>();

    ElementSet(Attributes in) {
        this.attributes = in.without(0).copy();
        this.defaultTimeout = in.find(SET_TIMEOUT).map(Attributes::be64).orElse(0L);
    }

    byte[] attributes() {
        return attributes;
    }

    int size() {
        return elements.size();
    }

    /** Removes an element behind the program's back; returns its attributes. */
    byte[] removeFirst() {
        return elements.remove(elements.keySet().iterator().next()).attributes();
    }

    /**
     * Adds what is not there yet.
     *
     * @param undo what takes the change back
     * @return the attributes of each element that was added
     */
    List<byte[]> put(Attributes list, boolean isExclusive, Deque<Runnable> undo) throws RefusedRequest {
        List<byte[]> added = new ArrayList<>();
        long now = now();
        if (defaultTimeout > 0) {
            elements.values().removeIf(element -> element.deadline() > 0 && element.deadline() <= now);
        }
        for (Attributes in : list.values()) {
            ByteBuffer key = key(in);
            long timeout = in.find(TIMEOUT).map(Attributes::be64).orElse(defaultTimeout);
            Element before = elements.putIfAbsent(key, new Element(in.copy(), timeout > 0 ? now + timeout : 0));
            if (before != null && isExclusive) {
                throw new RefusedRequest(RefusedRequest.EEXIST);
            }
            if (before == null) {
                undo.push(() -> elements.remove(key));
                added.add(in.copy());
            }
        }
        return added;
    }

    /**
     * Removes all elements.
     *
     * @param undo what takes the change back
     * @return the attributes of each element that was removed
     */
    List<byte[]> remove(Attributes list, boolean mustExist, Deque<Runnable> undo) throws RefusedRequest {
        List<byte[]> removed = new ArrayList<>();
        for (Attributes in : list.values()) {
            ByteBuffer key = key(in);
            Element before = elements.remove(key);
            if (before != null) {
                undo.push(() -> elements.put(key, before));
                removed.add(before.attributes());
            } else if (mustExist) {
                throw new RefusedRequest(RefusedRequest.ENOENT);
            }
        }
        return removed;
    }

    /**
     * Removes all.
     *
     * @param undo what takes the change back
     * @return the attributes of each element that was removed
     */
    List<byte[]> clear(Deque<Runnable> undo) {
        Map<ByteBuffer, Element> before = new LinkedHashMap<>(elements);
        undo.push(() -> elements.putAll(before));
        elements.clear();
        return before.values().stream().map(Element::attributes).toList();
    }

    /** The attributes of each element that is not over. */
    Iterable<byte[]> elements() {
        long now = now();
        return () -> elements.values().stream()
                .filter(element -> element.deadline() == 0 || element.deadline() > now)
                .map(Element::attributes)
                .iterator();
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private static ByteBuffer key(Attributes in) throws RefusedRequest {
        Payload key = new Payload().raw(in.get(KEY).copy());
        in.find(KEY_END).ifPresent(end -> key.raw(end.copy()));
        return ByteBuffer.wrap(
                key.u32(in.find(FLAGS).map(Attributes::be32).orElse(0)).copy());
    }
}
