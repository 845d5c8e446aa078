package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Objects as the readers get them. */
public final class Json {
    private Json() {}

    /** The object in a text that may have ' instead of ". */
    public static FieldMap object(String json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json.replace('\'', '"'))) {
            parser.nextToken();
            return FieldMap.of((Map<?, ?>) JsonValues.ofServer(parser, 64).read());
        }
    }

    /** An object of the Kubernetes client's own builders. */
    public static FieldMap of(Object model) {
        return object(Serialization.asJson(model));
    }
}
