package io.kubeipvs.daemon.deploy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chart, rendered by Helm's own code: the schema of the values is checked too.
 *
 * @param cluster what the chart can read
 */
record Chart(Path folder, Cluster cluster) {
    /** The image of the kustomize base, so that both can be compared. */
    static final String IMAGE = "registry.invalid/kube-ipvs";

    private static final Set<String> RELEASE = Set.of(
            "app.kubernetes.io/instance", "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart");

    /** In a cluster without objects. */
    static Chart ours() {
        return ours(Cluster.EMPTY);
    }

    static Chart ours(Cluster cluster) {
        return new Chart(Yaml.DEPLOY.resolve("helm/kube-ipvs").toAbsolutePath(), cluster);
    }

    /**
     * Renders it with an image, which has no default.
     *
     * @param values each {@code key=value}, as for {@code --set}
     */
    List<JsonNode> render(String... values) throws IOException {
        cluster.becomeHelms();
        TemplateCommand command =
                new Helm(folder).template().withName("kube-ipvs").withNamespace("kube-system");
        pairs(values).forEach(command::set);
        return Yaml.documents(command.call());
    }

    /** The text that {@code helm install} prints. */
    String notes(String... values) {
        cluster.becomeHelms();
        InstallCommand command = new Helm(folder)
                .install()
                .withName("kube-ipvs")
                .withNamespace("kube-system")
                .clientOnly()
                .dryRun()
                .withDryRunOption(DryRun.NONE);
        pairs(values).forEach(command::set);
        return command.call().getOutput().split("\nNOTES:\n")[1];
    }

    private static Map<String, String> pairs(String... values) {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("image.repository", IMAGE);
        for (String value : values) {
            int equals = value.indexOf('=');
            pairs.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return pairs;
    }

    /** As {@code helm lint --strict} judges it: nothing if all is well. */
    List<String> lint() {
        LintResult result = new Helm(folder).lint().strict().call();
        return result.isFailed() ? result.getMessages() : List.of();
    }

    /**
     * By kind and name. What is YAML in a ConfigMap is no text here: keys may come in any order. Without the labels that
     * name the release of a chart.
     */
    static Map<String, JsonNode> comparable(List<JsonNode> objects) throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode object : objects) {
            JsonNode copy = object.deepCopy();
            for (JsonNode labels : copy.findValues("labels")) {
                ((ObjectNode) labels).remove(RELEASE);
            }
            for (JsonNode labels : copy.findValues("matchLabels")) {
                ((ObjectNode) labels).remove(RELEASE);
            }
            JsonNode configuration = copy.at("/data/config.conf");
            if (configuration.isString()) {
                ((ObjectNode) copy.get("data"))
                        .set(
                                "config.conf",
                                Yaml.documents(configuration.asString()).get(0));
            }
            byName.put(
                    object.path("kind").asString() + " "
                            + object.at("/metadata/name").asString(),
                    copy);
        }
        return byName;
    }
}
