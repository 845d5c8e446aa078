package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version in pom.xml, without -SNAPSHOT, is the one that every other file names. */
class VersionDocumentTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "daemon/deploy/kustomize/base/daemonset.yaml, 2, 'image: registry.invalid/kube-ipvs:(\\S+)'",
        "daemon/deploy/kustomize/kind/kustomization.yaml, 1, 'newTag: ([^}]+)}'",
        "daemon/deploy/kustomize/base/kustomization.yaml, 1, 'newTag: ([^}]+)}'",
        "daemon/deploy/helm/kube-ipvs/Chart.yaml, 2, '(?m)^(?:appV|v)ersion: (\\S+)$'",
        "docs/operations.md, 3, '(?:newTag: |kube-proxy=registry.example/kube-ipvs:)([0-9.]+)'",
        "README.md, 1, '\\| Version \\| ([0-9.]+)'",
        "CHANGELOG.md, 1, '## Unreleased \\(([0-9.]+)\\)'"
    })
    void everyFileNamesTheVersion(String file, int times, String pattern) throws IOException {
        assertThat(found(file, pattern)).hasSize(times).containsOnly(version());
    }

    @Test
    void everyDocumentNamesThisVersionOfTheImage() throws IOException {
        List<String> versions = new ArrayList<>();
        for (Path document : Markdown.documents()) {
            versions.addAll(found(document.toString(), "(?:/kube-ipvs:|newTag: |image\\.tag=)([0-9][0-9.]*[0-9])"));
        }
        assertThat(versions).hasSizeGreaterThan(8).containsOnly(version());
    }

    private static String version() throws IOException {
        String version = found("pom.xml", "<artifactId>kube-ipvs</artifactId>\\s+<version>([^<]+)<")
                .get(0);
        return version.replace("-SNAPSHOT", "");
    }

    private static List<String> found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
