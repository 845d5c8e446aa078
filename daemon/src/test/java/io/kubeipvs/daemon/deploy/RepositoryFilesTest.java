package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The files of {@code .github}: workflows run scripts that exist, by pinned actions, and the forms can be filled in. */
class RepositoryFilesTest {
    private static final Path GITHUB = Markdown.ROOT.resolve(".github");

    @Test
    void workflowsCallScriptsThatExist() throws IOException {
        List<String> scripts = new ArrayList<>();
        for (JsonNode job : jobs()) {
            for (JsonNode step : job.path("steps")) {
                String run = step.path("run").asString("");
                if (!run.isEmpty() && !run.startsWith("apt-get ")) {
                    scripts.add(run.split(" ")[0]);
                }
            }
            assertThat(job.path("timeout-minutes").asInt(0)).isPositive();
        }
        assertThat(scripts)
                .hasSize(3)
                .allSatisfy(script -> assertThat(Markdown.ROOT.resolve(script)).isExecutable());
    }

    @Test
    void actionsArePinnedByTheirCommit() throws IOException {
        List<String> actions = new ArrayList<>();
        for (JsonNode job : jobs()) {
            job.path("steps").forEach(step -> step.path("uses").asStringOpt().ifPresent(actions::add));
        }
        assertThat(actions).isNotEmpty().allMatch(action -> action.matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}"));
    }

    @Test
    void workflowsMayReadAndNothingElse() throws IOException {
        for (Path file : files("workflows")) {
            JsonNode workflow = Yaml.documents(file).get(0);
            assertThat(workflow.path("permissions").toString())
                    .as(file.toString())
                    .isEqualTo("{\"contents\":\"read\"}");
        }
    }

    @Test
    void formsHaveFieldsOfKnownTypes() throws IOException {
        List<Path> forms = files("ISSUE_TEMPLATE").stream()
                .filter(file -> !file.endsWith("config.yml"))
                .toList();
        assertThat(forms).hasSize(3);
        for (Path file : forms) {
            JsonNode form = Yaml.documents(file).get(0);
            assertThat(form.path("name").asString("")).isNotBlank();
            assertThat(form.path("description").asString("")).isNotBlank();
            List<String> ids = new ArrayList<>();
            for (JsonNode field : form.path("body")) {
                String type = field.path("type").asString();
                assertThat(type).isIn("markdown", "textarea", "input");
                if (!type.equals("markdown")) {
                    ids.add(field.path("id").asString());
                    assertThat(field.at("/attributes/label").asString("")).isNotBlank();
                }
            }
            assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    private static List<JsonNode> jobs() throws IOException {
        List<JsonNode> jobs = new ArrayList<>();
        for (Path file : files("workflows")) {
            Yaml.documents(file).get(0).path("jobs").forEach(jobs::add);
        }
        return jobs;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(GITHUB.resolve(folder))) {
            return files.sorted().toList();
        }
    }
}
