package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Null-safe access to the metadata that matters here. */
public final class Metadata {
    private static final ObjectMeta NONE = new ObjectMeta();

    private Metadata() {}

    /** The namespace; "default" when none is given. */
    public static String namespace(HasMetadata object) {
        String namespace = of(object).getNamespace();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    /** The name; empty when none is given. */
    public static String name(HasMetadata object) {
        String name = of(object).getName();
        return name == null ? "" : name;
    }

    /** The labels; an empty map when there are none. */
    public static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = of(object).getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** The annotations; an empty map when there are none. */
    public static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = of(object).getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static ObjectMeta of(HasMetadata object) {
        return object.getMetadata() == null ? NONE : object.getMetadata();
    }
}
