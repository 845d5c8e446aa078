package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The role of {@code deploy} allows what the program asks of an API server, and no more. */
class RoleTest {
    private static final Path ROLE = Path.of("deploy", "kustomize", "base", "clusterrole.yaml");

    /** The requests of {@link ApiEvents}. */
    private static final Set<String> EVENTS = Set.of("create events.events.k8s.io", "patch events.events.k8s.io");

    @Test
    void allowsToListAndWatchEveryKindThatIsRead() throws Exception {
        Set<String> needed = new TreeSet<>(EVENTS);
        for (Kind<?, ?> kind : kinds()) {
            needed.add("list " + kind.resource());
            needed.add("watch " + kind.resource());
        }
        assertThat(needed).contains("list services", "watch nodes", "watch endpointslices.discovery.k8s.io");
        assertThat(allowed()).isEqualTo(needed);
    }

    /** Every class of the program that is a kind, found among its class files: none can be forgotten. */
    private static List<Kind<?, ?>> kinds() throws Exception {
        Path folder = Path.of(
                Kind.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String own = Kind.class.getPackageName();
        List<Class<?>> classes;
        try (Stream<Path> files = Files.list(folder.resolve(own.replace('.', '/')))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Kind.class") && !name.equals("Kind.class"))
                    .<Class<?>>map(name -> load(own + "." + name.replace(".class", "")))
                    .toList();
        }
        List<Kind<?, ?>> kinds = new ArrayList<>();
        for (Class<?> type : classes) {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            kinds.add((Kind<?, ?>) constructor.newInstance(new Object[constructor.getParameterCount()]));
        }
        return kinds;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Each as "verb resource.group". */
    private static Set<String> allowed() throws IOException {
        Set<String> allowed = new TreeSet<>();
        JsonNode role = new YAMLMapper().readTree(ROLE.toFile());
        for (JsonNode rule : role.path("rules")) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        allowed.add(verb.asString() + " " + resource.asString()
                                + (group.asString().isEmpty() ? "" : "." + group.asString()));
                    }
                }
            }
        }
        return allowed;
    }
}
