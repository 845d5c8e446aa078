package io.kubeipvs.daemon.deploy;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOption.Holder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the ValidatingAdmissionPolicy that refuses wrong annotations at {@code kubectl apply}, from the declarations of the
 * options. A wrong value that an object has already does not hinder its other changes.
 */
final class AdmissionPolicy {
    private static final String HEAD = """
            # Generated from the declarations of the annotations.
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata:
              name: kube-ipvs-annotations
              labels:
                app.kubernetes.io/name: kube-ipvs
            spec:
              failurePolicy: Ignore
              matchConstraints:
                resourceRules:
                  - apiGroups: [""]
                    apiVersions: [v1]
                    resources: [services, nodes]
                    operations: [CREATE, UPDATE]
                  - apiGroups: [discovery.k8s.io]
                    apiVersions: [v1]
                    resources: [endpointslices]
                    operations: [CREATE, UPDATE]
              matchConditions:
                - name: has-an-annotation-of-kube-ipvs
                  expression: has(object.metadata.annotations) && object.metadata.annotations.exists(name, name.startsWith('%s'))
              variables:
                - name: before
                  expression: "oldObject != null && has(oldObject.metadata.annotations) ? oldObject.metadata.annotations : {}"
                - name: changed
                  expression: object.metadata.annotations.filter(name, name.startsWith('%s') && (!(name in variables.before) || variables.before[name] != object.metadata.annotations[name]))
              validations:
            """.formatted(ServiceOption.PREFIX, ServiceOption.PREFIX);

    private AdmissionPolicy() {}

    static String text() {
        return HEAD
                + Options.ALL.stream().map(AdmissionPolicy::values).collect(Collectors.joining())
                + Options.ALL.stream()
                        .collect(Collectors.groupingBy(ServiceOption::holders, LinkedHashMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(group -> kinds(group.getKey(), group.getValue()))
                        .collect(Collectors.joining())
                + unknown();
    }

    private static String values(ServiceOption<?> option) {
        String rule =
                option.rule().replaceAll("\\bvalue\\b(?! in )", value(option)).replaceFirst("^value\\b", value(option));
        return validation(option, rule, "must be " + option.allowed());
    }

    private static String value(ServiceOption<?> option) {
        return "object.metadata.annotations['" + option.annotation() + "'].trim()";
    }

    private static String kinds(Set<Holder> holders, Collection<ServiceOption<?>> options) {
        List<String> kinds = holders.stream().sorted().map(Holder::kind).toList();
        String others = "variables.changed.filter(name, name in [" + names(options) + "])";
        return item(
                "request.kind.kind in ['" + String.join("', '", kinds) + "'] || size(" + others + ") == 0",
                "'an annotation of " + String.join(" and ", kinds) + ", not of ' + request.kind.kind + ': ' + " + others
                        + ".join(', ')");
    }

    /** @param problem follows the annotation and its value */
    private static String validation(ServiceOption<?> option, String rule, String problem) {
        return item(
                "!('" + option.annotation() + "' in variables.changed) || (" + rule + ")",
                "'annotation " + option.annotation() + " \\'' + object.metadata.annotations['" + option.annotation()
                        + "'] + '\\' " + problem.replace("'", "\\'") + "'");
    }

    private static String unknown() {
        String known = names(Options.ALL);
        return item(
                "variables.changed.all(name, name in [" + known + "])",
                "'no such annotation: ' + variables.changed.filter(name, !(name in [" + known + "])).join(', ')");
    }

    private static String names(Collection<ServiceOption<?>> options) {
        return options.stream().map(option -> "'" + option.annotation() + "'").collect(Collectors.joining(", "));
    }

    private static String item(String expression, String message) {
        return "    - expression: " + quoted(expression) + "\n      messageExpression: " + quoted(message) + "\n";
    }

    /** In YAML, where only the apostrophe is special. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
