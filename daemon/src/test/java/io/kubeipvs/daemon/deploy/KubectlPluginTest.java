package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin for kubectl, with a script instead of kubectl that knows two nodes and repeats the command of a Pod. */
class KubectlPluginTest {
    private static final String KUBECTL = """
            #!/bin/sh
            printf '%s\\n' "kubectl $*" >> "$FOLDER/calls"
            case "$*" in
              *"get pods"*nodeName=none*) ;;
              *"get pods"*nodeName=n2*) echo "kube-system kube-ipvs-b n2" ;;
              *"get pods"*) cat "$FOLDER/pods" ;;
              *exec*)
                while [ "$1" != -- ]; do shift; done
                shift
                for word in "$@"; do printf '[%s]' "$word"; done
                echo
                exit "$(cat "$FOLDER/status" 2>/dev/null || echo 0)"
                ;;
            esac
            """;

    @TempDir
    private Path folder;

    private record Run(int status, String out, String err) {}

    @BeforeEach
    void makeKubectl() throws IOException {
        Path kubectl = Files.writeString(folder.resolve("kubectl"), KUBECTL);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("pods"), "kube-system kube-ipvs-a n1\nkube-system kube-ipvs-b n2\n");
    }

    private Run run(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                "sh", Yaml.DEPLOY.resolve("kubectl-ipvs").toAbsolutePath().toString()));
        line.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        builder.environment().put("FOLDER", folder.toString());
        int status = builder.start().waitFor();
        return new Run(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    @Test
    void aCommandRunsInThePodOfTheNodeWithItsArgumentsAsTheyAre() throws Exception {
        Run run = run("--node", "n2", "services", "default/web", "-o", "json", "a b", "*");
        assertThat(run).isEqualTo(new Run(0, "[kube-ipvs][services][default/web][-o][json][a b][*]\n", ""));
        assertThat(calls().get(0))
                .contains("--selector app.kubernetes.io/name=kube-ipvs")
                .contains("--field-selector status.phase=Running,spec.nodeName=n2");
        assertThat(calls().get(1))
                .startsWith("kubectl exec --namespace kube-system kube-ipvs-b --container kube-ipvs -- kube-ipvs");
    }

    @Test
    void theExitStatusIsThatOfTheCommand() throws Exception {
        Files.writeString(folder.resolve("status"), "3");
        assertThat(run("--node=n2", "status").status()).isEqualTo(3);
        assertThat(run("--all", "status").status()).isEqualTo(3);
    }

    @Test
    void allRunsItOnEveryNode() throws Exception {
        assertThat(run("--context=c", "--all", "status"))
                .isEqualTo(new Run(0, "[kube-ipvs][status]\n[kube-ipvs][status]\n", "==> n1\n==> n2\n"));
        assertThat(calls()).hasSize(3).allMatch(call -> call.startsWith("kubectl --context c "));
    }

    @Test
    void aNodeMustBeNamedUnlessThereIsOne() throws Exception {
        Run run = run("status");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("kubectl ipvs: which node? give --node NODE, or --all; nodes: n1 n2 \n");
        Files.writeString(folder.resolve("pods"), "kube-system kube-ipvs-a n1\n");
        assertThat(run("status").out()).isEqualTo("[kube-ipvs][status]\n");
    }

    @Test
    void aNodeWithoutAPodIsAnAnswer() throws Exception {
        Run run = run("--node", "none", "status");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).startsWith("kubectl ipvs: no running Pod of kube-ipvs on node none; kubectl get pods");
    }

    @Test
    void aWrongCommandLineIsAnsweredWithTheUsage() throws Exception {
        for (String[] wrong :
                List.of(new String[] {}, new String[] {"--node"}, new String[] {"--quux", "status"}, new String[] {
                    "--all", "--node=n1", "status"
                })) {
            Run run = run(wrong);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("kubectl ipvs: ").contains("\nusage: kubectl ipvs [--context CONTEXT]");
        }
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void itsSelectorIsTheLabelOfThePods() throws IOException {
        assertThat(Files.readString(Yaml.DEPLOY.resolve("kustomize/base/daemonset.yaml")))
                .contains("        app.kubernetes.io/name: kube-ipvs\n", "        - name: kube-ipvs\n");
        assertThat(Files.readString(Yaml.DEPLOY.resolve("helm/kube-ipvs/templates/_helpers.tpl")))
                .contains("app.kubernetes.io/name: {{ include \"kube-ipvs.name\" . }}\n");
        assertThat(Files.readString(Yaml.DEPLOY.resolve("helm/kube-ipvs/templates/daemonset.yaml")))
                .contains("- name: kube-ipvs\n");
    }
}
