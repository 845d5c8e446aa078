package io.kubeipvs.daemon.k8s;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements of one object that cannot be used, while the rest of it is: an address, a port, an endpoint, a word of a
 * newer Kubernetes. For one thread.
 */
public final class Refusals {
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads a value.
     *
     * @param <F> from what
     * @param <T> the value
     */
    public interface Reader<F, T> {
        /** The value; null = there is none, and none is missing. */
        T read(F from) throws UnusableObjectException;
    }

    /** Whether nothing is refused. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** One line for each refused element, however often it is read: the key, the value and what is allowed. */
    public List<String> problems() {
        return problems.stream().distinct().toList();
    }

    /** The value; the other one if it is refused. */
    public <F, T> T or(T other, F from, Reader<F, T> reader) {
        try {
            return reader.read(from);
        } catch (UnusableObjectException e) {
            problems.add(e.getMessage());
            return other;
        }
    }

    /** The values of the elements of a list that are not refused; none if it is no list. */
    public <T> List<T> each(FieldMap of, String key, Reader<FieldMap.Element, T> reader) {
        List<FieldMap.Element> elements = or(List.of(), of, from -> from.elements(key));
        List<T> values = new ArrayList<>(elements.size());
        for (FieldMap.Element element : elements) {
            T value = or(null, element, reader);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /**
     * The same, of a list without which the object cannot be used.
     *
     * @throws UnusableObjectException when all its elements are refused
     */
    public <T> List<T> some(FieldMap of, String key, Reader<FieldMap.Element, T> reader)
            throws UnusableObjectException {
        int before = problems.size();
        List<T> values = each(of, key, reader);
        if (values.isEmpty() && problems.size() > before) {
            throw new UnusableObjectException(problems.get(before));
        }
        return values;
    }
}
