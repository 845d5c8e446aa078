package io.kubeipvs.daemon.k8s.manifests;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.List;

/** Converts a document to Kubernetes' model object, or reports the key path and value that do not match it. */
final class ManifestBinder {
    private final ObjectMapper mapper = strictMapper();

    /** As the client's own, but a truncated number or a null in a list is an error, and "endpoints: null" is empty. */
    private static ObjectMapper strictMapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
        new KubernetesSerialization(mapper, false);
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL));
        return mapper;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    <T> T bind(JsonNode object, Class<T> model) throws UnusableObjectException {
        try {
            return mapper.treeToValue(object, model);
        } catch (JsonMappingException e) {
            throw unusable(object, e);
        } catch (JsonProcessingException e) {
            throw new UnusableObjectException("object", "", e.getOriginalMessage());
        }
    }

    private static UnusableObjectException unusable(JsonNode object, JsonMappingException e) {
        StringBuilder key = new StringBuilder();
        JsonNode value = object;
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                key.append('[').append(step.getIndex()).append(']');
                value = value.path(step.getIndex());
            } else {
                key.append(key.isEmpty() ? "" : ".").append(step.getFieldName());
                value = value.path(step.getFieldName());
            }
        }
        return new UnusableObjectException(key.toString(), ManifestValue.of(value), allowed(e));
    }

    private static String allowed(JsonMappingException e) {
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
