package io.kubeipvs.daemon.deploy;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Evaluates a ValidatingAdmissionPolicy as an API server does, with CEL's own library: "Validating Admission Policy" in the
 * Kubernetes documentation. Only its objects of this kind are given: {@code object}, {@code oldObject}, {@code request},
 * {@code variables}.
 */
final class ApiServerRules {
    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(CelOptions.current().build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .build();

    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private final JsonNode spec;

    ApiServerRules(JsonNode policy) {
        this.spec = policy.get("spec");
    }

    /**
     * Judges a request.
     *
     * @param before the annotations that the object had; null = it is created
     * @return the messages of the rules that refuse it; empty = it is admitted
     */
    List<String> judge(String kind, Map<String, String> before, Map<String, String> annotations) throws Exception {
        Map<String, Object> given = new HashMap<>();
        given.put("object", object(annotations));
        given.put("oldObject", before == null ? NullValue.NULL_VALUE : object(before));
        given.put("request", Map.of("kind", Map.of("kind", kind)));
        for (JsonNode condition : spec.get("matchConditions")) {
            if (!(Boolean) evaluate(condition.get("expression").asString(), given)) {
                return List.of();
            }
        }
        Map<String, Object> variables = new HashMap<>();
        given.put("variables", variables);
        for (JsonNode variable : spec.get("variables")) {
            variables.put(
                    variable.get("name").asString(),
                    evaluate(variable.get("expression").asString(), given));
        }
        List<String> refusals = new ArrayList<>();
        for (JsonNode rule : spec.get("validations")) {
            if (!(Boolean) evaluate(rule.get("expression").asString(), given)) {
                refusals.add((String) evaluate(rule.get("messageExpression").asString(), given));
            }
        }
        return refusals;
    }

    private static Map<String, Object> object(Map<String, String> annotations) {
        return Map.of("metadata", annotations.isEmpty() ? Map.of() : Map.of("annotations", annotations));
    }

    private static Object evaluate(String expression, Map<String, Object> given) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("variables", Map.of()));
        all.putAll(given);
        return PROGRAMS.computeIfAbsent(expression, ApiServerRules::compiled).eval(all);
    }

    private static CelRuntime.Program compiled(String expression) {
        try {
            return CEL.createProgram(CEL.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }
}
