package io.kubeipvs.daemon.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results of the check of a folder of manifests. */
class ManifestProbeTest {
    @TempDir
    private Path folder;

    @Test
    void countsWhatIsUsedAndNamesWhatCannotBe() throws Exception {
        Files.writeString(folder.resolve("web.yaml"), """
                kind: Service
                apiVersion: v1
                metadata: {name: web, namespace: default}
                spec: {clusterIP: 10.96.0.1, ports: [{port: 80}]}
                """);
        assertThat(new ManifestProbe(folder).run())
                .containsExactly(CheckResult.ok("manifests", folder + ": 1 files, 1 Services"));
        Files.writeString(folder.resolve("bad.yaml"), "kind: Service\n  metadata: [\n");
        assertThat(new ManifestProbe(folder).run()).hasSize(2).last().satisfies(result -> {
            assertThat(result.state()).isEqualTo(CheckResult.State.WARNING);
            assertThat(result.detail()).startsWith("manifest bad.yaml: line 2,");
        });
    }

    @Test
    void aFolderThatIsNotThereIsMissing() {
        Path none = folder.resolve("none");
        assertThat(new ManifestProbe(none).run())
                .containsExactly(CheckResult.missing(
                        "manifests",
                        "--manifests " + none
                                + ": does not exist; must be a readable folder of *.yaml, *.yml or *.json files",
                        ""));
    }
}
