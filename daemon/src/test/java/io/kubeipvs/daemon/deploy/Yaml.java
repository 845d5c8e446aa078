package io.kubeipvs.daemon.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of {@code deploy}, read strictly: no key twice, and no field that Kubernetes' own types do not have. */
final class Yaml {
    static final Path DEPLOY = Path.of("deploy");

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // a file has several documents
            .build();

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "v1/Pod", Pod.class,
            "v1/Service", Service.class,
            "discovery.k8s.io/v1/EndpointSlice", EndpointSlice.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/ConfigMap", ConfigMap.class,
            "apps/v1/DaemonSet", DaemonSet.class,
            "rbac.authorization.k8s.io/v1/ClusterRole", ClusterRole.class,
            "rbac.authorization.k8s.io/v1/ClusterRoleBinding", ClusterRoleBinding.class);

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NoPlaceForTheUnknown())
            .build();

    private Yaml() {}

    /** The documents of a file of this folder, without those that hold nothing. */
    static List<JsonNode> documents(Path file) throws IOException {
        return documents(Files.readString(file));
    }

    static List<JsonNode> documents(String text) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (JsonNode next = MAPPER.readTree(parser); next != null; next = MAPPER.readTree(parser)) {
                documents.add(next);
            }
        }
        documents.removeIf(document -> document.isNull() || document.isMissingNode());
        return documents;
    }

    /** As one of the client's classes, which are generated from Kubernetes' own types. */
    static HasMetadata typed(JsonNode document) {
        String type = document.path("apiVersion").asString() + "/"
                + document.path("kind").asString();
        if (!TYPES.containsKey(type)) {
            throw new AssertionError("no object of type " + type + " is expected among " + TYPES.keySet());
        }
        return STRICT.treeToValue(document, TYPES.get(type));
    }

    /** A copy with one text of an object in it changed. */
    static JsonNode with(JsonNode document, String object, String key, String value) {
        ObjectNode copy = (ObjectNode) document.deepCopy();
        ((ObjectNode) copy.get(object)).put(key, value);
        return copy;
    }

    /** The classes keep what they do not know in a map of their own; here they are not to. */
    private static final class NoPlaceForTheUnknown extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
            return false;
        }
    }
}
