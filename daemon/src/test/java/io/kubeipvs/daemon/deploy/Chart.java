package io.kubeipvs.daemon.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The chart, rendered by Helm's own code as {@code helm template} does: the schema of the values is checked too. */
record Chart(Path folder) {
    static Chart ours() {
        return new Chart(Yaml.DEPLOY.resolve("helm/kube-ipvs").toAbsolutePath());
    }

    /** @param values each {@code key=value}, as for {@code --set} */
    List<JsonNode> render(String... values) throws IOException {
        TemplateCommand command =
                new Helm(folder).template().withName("kube-ipvs").withNamespace("kube-system");
        for (String value : values) {
            int equals = value.indexOf('=');
            command.set(value.substring(0, equals), value.substring(equals + 1));
        }
        return Yaml.documents(command.call());
    }

    /** By kind and name, and what is YAML in a ConfigMap not as text: keys may come in any order. */
    static Map<String, JsonNode> comparable(List<JsonNode> objects) throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode object : objects) {
            JsonNode copy = object.deepCopy();
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
