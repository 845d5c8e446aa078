package io.kubeipvs.daemon.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path path;

    private ManifestFolder folder;

    @BeforeEach
    void open() {
        folder = new ManifestFolder(path);
    }

    private Path write(String file, String name) throws IOException {
        return Files.writeString(
                path.resolve(file), "{apiVersion: v1, kind: Endpoints, metadata: {name: " + name + "}}\n");
    }

    private List<String> names() throws IOException {
        return folder.read().orElseThrow().stream()
                .flatMap(file -> file.objects().stream())
                .map(object -> object.id().where())
                .toList();
    }

    @Test
    void theFirstLookIsAlwaysNewAndTheNextOnlyWhenSomethingChanged() throws Exception {
        assertThat(folder.read()).isPresent();
        assertThat(folder.read()).isEmpty();
        write("a.yaml", "a");
        assertThat(folder.read()).isPresent();
        assertThat(folder.read()).isEmpty();
        write("notes.txt", "a");
        assertThat(folder.read()).isEmpty();
    }

    @Test
    void aFileIsNotParsedAgainWhileSizeTimeAndInodeAreTheSame() throws Exception {
        Path file = write("a.yaml", "one");
        Files.setLastModifiedTime(file, LONG_AGO);
        assertThat(names()).containsExactly("default/one");
        write("a.yaml", "two");
        Files.setLastModifiedTime(file, LONG_AGO);
        assertThat(folder.read()).as("same size, time and inode").isEmpty();
        Path other = Files.move(write("b.tmp", "six"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(other, LONG_AGO);
        assertThat(names()).as("another inode").containsExactly("default/six");
    }

    @Test
    void anEqualTimeProvesNothingOfAFileWrittenJustNow() throws Exception {
        Path file = write("a.yaml", "one");
        FileTime now = Files.getLastModifiedTime(file);
        assertThat(names()).containsExactly("default/one");
        write("a.yaml", "two");
        Files.setLastModifiedTime(file, now);
        assertThat(names()).containsExactly("default/two");
    }

    @Test
    void hiddenFilesEditorsFilesAndFoldersAreNotManifests() throws Exception {
        for (String name : List.of(
                ".a.yaml",
                ".a.yaml.swp",
                "a.yaml~",
                "#a.yaml#",
                "~a.yaml",
                "#a.yaml",
                ".#a.yaml",
                "a.yaml.bak",
                "a.yaml.tmp",
                "4913",
                "yaml",
                "a.txt")) {
            write(name, "not");
        }
        Files.createDirectory(path.resolve("folder.yaml"));
        write("folder.yaml/inner.yaml", "not");
        write("a.yaml", "a");
        write("b.yml", "b");
        Files.writeString(
                path.resolve("c.json"),
                "{\"apiVersion\": \"v1\", \"kind\": \"Endpoints\", \"metadata\": {\"name\": \"c\"}}");
        assertThat(names()).containsExactly("default/a", "default/b", "default/c");
    }

    @Test
    void anUnreadableFileKeepsWhatItHeld() throws Exception {
        Path target = write("target", "a");
        Path link = Files.createSymbolicLink(path.resolve("a.yaml"), target);
        assertThat(names()).containsExactly("default/a");
        Files.delete(target);
        ManifestFile file = folder.read().orElseThrow().get(0);
        assertThat(file.problem()).contains("cannot be read: it is a link to a file that does not exist");
        assertThat(file.objects()).hasSize(1);
        Files.delete(link);
        Files.createSymbolicLink(link, link);
        file = folder.read().orElseThrow().get(0);
        assertThat(file.problem().orElseThrow()).startsWith("cannot be read: Too many levels of symbolic links");
        assertThat(file.objects()).hasSize(1);
        Files.delete(link);
        assertThat(names()).isEmpty();
    }
}
