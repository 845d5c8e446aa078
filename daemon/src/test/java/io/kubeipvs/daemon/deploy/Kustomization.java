package io.kubeipvs.daemon.deploy;

import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a kustomization as far as ours go: resources, JSON patches (RFC 6902) for one kind and name, patches that
 * delete an object, and names of images. It is no kustomize: anything else in the file makes it fail, and whether kustomize reads the same out of it is
 * known only as far as its documentation is.
 */
final class Kustomization {
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "resources", "patches", "images");

    private Kustomization() {}

    static List<JsonNode> build(Path folder) throws IOException {
        JsonNode file = Yaml.documents(folder.resolve("kustomization.yaml")).get(0);
        Set<String> keys = new TreeSet<>(file.propertyNames());
        keys.removeAll(KNOWN);
        if (!keys.isEmpty()) {
            throw new AssertionError("keys of " + folder + " that this test cannot build: " + keys);
        }
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asString());
            objects.addAll(Files.isDirectory(path) ? build(path) : Yaml.documents(path));
        }
        for (JsonNode patch : file.path("patches")) {
            apply(patch, objects);
        }
        for (JsonNode image : file.path("images")) {
            objects.replaceAll(object -> renamed(image, object));
        }
        return objects;
    }

    private static JsonNode renamed(JsonNode image, JsonNode object) {
        String name =
                image.path("newName").asString() + ":" + image.path("newTag").asString();
        JsonNode copy = object.deepCopy();
        for (String containers : List.of("initContainers", "containers")) {
            for (JsonNode container : copy.at("/spec/template/spec/" + containers)) {
                if (container
                        .path("image")
                        .asString()
                        .startsWith(image.path("name").asString() + ":")) {
                    ((ObjectNode) container).put("image", name);
                }
            }
        }
        return copy;
    }

    private static void apply(JsonNode patch, List<JsonNode> objects) throws IOException {
        JsonNode content = Yaml.documents(patch.path("patch").asString()).get(0);
        if (content.isArray()) {
            int index = find(
                    objects,
                    patch.at("/target/kind").asString(),
                    patch.at("/target/name").asString());
            objects.set(index, JsonPatch.apply(content, objects.get(index)));
        } else if (content.path("$patch").asString().equals("delete")) {
            objects.remove(find(
                    objects,
                    content.path("kind").asString(),
                    content.at("/metadata/name").asString()));
        } else {
            throw new AssertionError("a patch that this test cannot apply: " + content);
        }
    }

    private static int find(List<JsonNode> objects, String kind, String name) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).path("kind").asString().equals(kind)
                    && objects.get(i).at("/metadata/name").asString().equals(name)) {
                return i;
            }
        }
        throw new AssertionError("a patch for " + kind + " " + name + ", which is not among the resources");
    }
}
