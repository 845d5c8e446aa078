package io.kubeipvs.daemon.k8s.manifests;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.model.jackson.Jackson2JdkTypesModule;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Converts a document to Kubernetes' model object, or reports the key path and value that do not match it. */
final class ManifestBinder {
    private final JsonMapper mapper = strictMapper();
    private final KubernetesSerialization objects = new KubernetesSerialization(mapper, false);

    /** As the client's own, but a truncated number or a null in a list is an error, and "endpoints: null" is empty. */
    private static JsonMapper strictMapper() {
        return JsonMapper.builderWithJackson2Defaults()
                .addModule(new Jackson2JdkTypesModule())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withConfigOverride(
                        List.class,
                        lists -> lists.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)))
                .build();
    }

    JsonMapper mapper() {
        return mapper;
    }

    <T> T bind(JsonNode object, Class<T> model) throws UnusableObjectException {
        try {
            return objects.convertValue(object, model);
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof DatabindException mismatch
                    ? unusable(object, mismatch)
                    : new UnusableObjectException("object", "", e.getMessage());
        }
    }

    private static UnusableObjectException unusable(JsonNode object, DatabindException e) {
        StringBuilder key = new StringBuilder();
        JsonNode value = object;
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                key.append('[').append(step.getIndex()).append(']');
                value = value.path(step.getIndex());
            } else {
                key.append(key.isEmpty() ? "" : ".").append(step.getPropertyName());
                value = value.path(step.getPropertyName());
            }
        }
        return new UnusableObjectException(key.toString(), ManifestValue.of(value), allowed(e));
    }

    private static String allowed(DatabindException e) {
        Class<?> target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (target == null) {
            return "has the wrong type";
        }
        if (Number.class.isAssignableFrom(target)) {
            return "must be an integer";
        }
        if (target == Boolean.class) {
            return "must be true or false";
        }
        if (target == String.class) {
            return "must be text";
        }
        return Collection.class.isAssignableFrom(target) ? "must be a list" : "must be a map";
    }
}
