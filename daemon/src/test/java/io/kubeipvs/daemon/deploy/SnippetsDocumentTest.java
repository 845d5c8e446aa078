package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Markdown;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The snippets of the documents: YAML is of the kind that it names, the configuration is accepted strictly, charts render with
 * the values of the command, and commands name files, modules and profiles that exist.
 */
class SnippetsDocumentTest {
    /** Objects of other programs, of which this test knows the kind only. */
    private static final Set<String> FOREIGN = Set.of("kind.x-k8s.io/v1alpha4/Cluster", "kops.k8s.io/v1alpha2/Cluster");

    private static final String CHECKOUT = "../kube-ipvs/";
    private static final Path IMAGE = Path.of("daemon/target/kube-ipvs-image.tar");

    @TempDir
    private Path folder;

    @Test
    void yamlIsOfTheKindThatItNames() throws Exception {
        Set<String> kinds = new TreeSet<>();
        for (Markdown.Block block : Markdown.blocks()) {
            if (block.language().equals("yaml")) {
                for (JsonNode document : Yaml.documents(block.text())) {
                    kinds.add(check(block, document));
                }
            }
        }
        assertThat(kinds)
                .contains(
                        "kubeproxy.config.k8s.io/v1alpha1/KubeProxyConfiguration",
                        "v1/Pod",
                        "kustomize.config.k8s.io/v1beta1/Kustomization",
                        "kind.x-k8s.io/v1alpha4/Cluster");
    }

    private String check(Markdown.Block block, JsonNode document) throws Exception {
        String kind = document.path("apiVersion").asString("") + "/"
                + document.path("kind").asString("");
        if (kind.endsWith("/KubeProxyConfiguration")) {
            Path file = Files.writeString(folder.resolve("config.conf"), block.text());
            ConfigFile.Content content = new ConfigFile(Optional.of(file), Optional.empty(), true).read(Config.DEFAULT);
            assertThat(content.ignored()).as(block.text()).isEmpty();
        } else if (kind.endsWith("/KubeIpvsConfiguration")) {
            Path file = Files.writeString(folder.resolve(ConfigFile.OWN_NAME), block.text());
            new ConfigFile(Optional.empty(), Optional.of(file), true).read(Config.DEFAULT);
        } else if (document.has("resources")) {
            checkKustomization(document);
        } else if (!kind.equals("/") && !FOREIGN.contains(kind)) {
            assertThat(Yaml.typed(document).getMetadata().getName())
                    .as(block.text())
                    .isNotEmpty();
        }
        return kind;
    }

    /** The resources exist below the checkout, and the images are those of the base. */
    private static void checkKustomization(JsonNode document) throws IOException {
        String base = Files.readString(Yaml.DEPLOY.resolve("kustomize/base/daemonset.yaml"));
        for (JsonNode resource : document.path("resources")) {
            assertThat(resource.asString()).startsWith(CHECKOUT);
            assertThat(Markdown.ROOT.resolve(resource.asString().substring(CHECKOUT.length())))
                    .isDirectoryContaining("glob:**/kustomization.yaml");
        }
        assertThat(document.path("images"))
                .isNotEmpty()
                .allSatisfy(image ->
                        assertThat(base).contains("image: " + image.path("name").asString() + ":"));
    }

    @Test
    void chartsRenderWithTheValuesOfTheCommand() throws IOException {
        List<List<String>> commands = commands("helm");
        assertThat(commands).hasSizeGreaterThan(5);
        for (List<String> words : commands) {
            assertThat(Markdown.ROOT.resolve(words.get(3)))
                    .as(words.toString())
                    .isDirectoryContaining("glob:**/Chart.yaml");
            List<String> values = new ArrayList<>();
            for (int i = 4; i < words.size() - 1; i++) {
                if (words.get(i).equals("--set")) {
                    values.add(words.get(i + 1));
                }
            }
            if (words.contains("--reuse-values")) {
                values.addAll(
                        0, List.of("image.repository=registry.example/kube-ipvs", "existingConfigMap=kube-proxy"));
            }
            assertThat(Chart.ours().render(values.toArray(String[]::new)))
                    .as(words.toString())
                    .anyMatch(object -> object.path("kind").asString().equals("DaemonSet"));
        }
    }

    @Test
    void kustomizationsAndPatchesOfCommandsCanBeUsed() throws IOException {
        int patches = 0;
        Set<String> kustomizations = new TreeSet<>();
        for (List<String> words : commands("kubectl")) {
            after(words, "kustomize").ifPresent(kustomizations::add);
            after(words, "-k").filter(path -> !path.equals(".")).ifPresent(kustomizations::add);
        }
        for (String patch : patches()) {
            ObjectNode object = (ObjectNode) Yaml.documents(patch).get(0);
            object.put("apiVersion", "apps/v1")
                    .put("kind", "DaemonSet")
                    .putObject("metadata")
                    .put("name", "kube-proxy");
            Yaml.typed(object);
            patches++;
        }
        assertThat(kustomizations)
                .isNotEmpty()
                .allSatisfy(path ->
                        assertThat(Markdown.ROOT.resolve(path)).isDirectoryContaining("glob:**/kustomization.yaml"));
        assertThat(patches).isPositive();
    }

    @Test
    void buildsAndScriptsExist() throws IOException {
        for (List<String> words : commands("mvn")) {
            after(words, "-pl")
                    .ifPresent(modules -> assertThat(modules.split(","))
                            .allSatisfy(module -> assertThat(
                                            Markdown.ROOT.resolve(module).resolve("pom.xml"))
                                    .exists()));
            words.stream()
                    .filter(word -> word.startsWith("-P"))
                    .forEach(profile -> assertThat(profiles()).contains("<id>" + profile.substring(2) + "</id>"));
        }
        Set<String> scripts = new TreeSet<>();
        for (Path document : Markdown.documents()) {
            Markdown.lines(document).stream()
                    .flatMap(line -> Markdown.words(line).stream())
                    .filter(word -> word.matches("(?:\\./)?it-tests/[a-z/-]+"))
                    .forEach(scripts::add);
        }
        assertThat(scripts)
                .hasSizeGreaterThan(10)
                .allSatisfy(script -> assertThat(Markdown.ROOT.resolve(script)).exists());
    }

    @Test
    void everyCommandThatTakesTheImageNamesTheFileThatTheBuildMakes() throws IOException {
        List<String> archives = new ArrayList<>();
        for (Markdown.Block block : Markdown.blocks()) {
            block.commands().stream()
                    .filter(command -> command.matches("(?:skopeo|kind load|minikube image|ctr|podman|docker) .*"))
                    .forEach(archives::add);
        }
        assertThat(archives).hasSizeGreaterThan(3).allMatch(command -> command.contains(IMAGE.toString()));
        assertThat(Files.readString(Yaml.DEPLOY.resolve("image/build")))
                .contains(IMAGE.getFileName().toString());
    }

    @Test
    void aWrongSnippetIsSeen() throws IOException {
        assertThatThrownBy(() -> check(
                        new Markdown.Block(
                                Path.of("x.md"), "yaml", "{apiVersion: v1, kind: Pod, spec: {hostNetwrok: true}}"),
                        Yaml.documents("{apiVersion: v1, kind: Pod, spec: {hostNetwrok: true}}")
                                .get(0)))
                .hasMessageContaining("hostNetwrok");
        assertThatThrownBy(() -> Chart.ours().render("shceduler=rr", "existingConfigMap=kube-proxy"))
                .hasMessageContaining("shceduler");
    }

    private static String profiles() {
        try {
            return Files.readString(Markdown.ROOT.resolve("pom.xml")) + Files.readString(Path.of("pom.xml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<List<String>> commands(String program) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        for (Markdown.Block block : Markdown.blocks()) {
            block.commands().stream()
                    .map(Markdown::words)
                    .filter(words -> words.get(0).equals(program))
                    .forEach(commands::add);
        }
        return commands;
    }

    /** The texts of {@code --patch}, with their quotation marks. */
    private static List<String> patches() throws IOException {
        List<String> patches = new ArrayList<>();
        for (Markdown.Block block : Markdown.blocks()) {
            for (String command : block.commands()) {
                int at = command.indexOf("--patch '");
                if (at >= 0) {
                    patches.add(command.substring(at + "--patch '".length(), command.lastIndexOf('\'')));
                }
            }
        }
        return patches;
    }

    private static Optional<String> after(List<String> words, String flag) {
        int at = words.indexOf(flag);
        return at < 0 || at + 1 == words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
    }
}
