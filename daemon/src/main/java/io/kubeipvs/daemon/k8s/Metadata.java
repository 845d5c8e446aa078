package io.kubeipvs.daemon.k8s;

import java.time.Instant;

/** The metadata of an object, as far as it matters here. */
public final class Metadata {
    private static final String METADATA = "metadata";
    private static final Shared<String> NAMESPACES = new Shared<>();

    private Metadata() {}

    /** The namespace; "default" when none is given. */
    public static String namespace(FieldMap object) throws UnusableObjectException {
        String namespace = object.map(METADATA).text("namespace");
        return namespace == null || namespace.isEmpty() ? "default" : NAMESPACES.of(namespace);
    }

    /** The name; empty when none is given. */
    public static String name(FieldMap object) throws UnusableObjectException {
        String name = object.map(METADATA).text("name");
        return name == null ? "" : name;
    }

    /** The labels. */
    public static FieldMap labels(FieldMap object) throws UnusableObjectException {
        return object.map(METADATA).map("labels");
    }

    /** The annotations. */
    public static FieldMap annotations(FieldMap object) throws UnusableObjectException {
        return object.map(METADATA).map("annotations");
    }

    /** When it was created, in seconds since 1970; 0 when no time is given, or none that can be read. */
    static long created(FieldMap object) throws UnusableObjectException {
        FieldMap metadata = object.map(METADATA);
        try {
            Instant time = metadata.time("creationTimestamp");
            return time == null ? 0 : time.getEpochSecond();
        } catch (UnusableObjectException e) {
            return 0; // only the order of Services that claim one address depends on it
        }
    }

    /** Whether it is being deleted. */
    static boolean isDeleted(FieldMap object) throws UnusableObjectException {
        return object.map(METADATA).has("deletionTimestamp");
    }
}
