package io.kubeipvs.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No document, comment, message, script or name contains a word of {@code plain-english.txt}. */
class PlainEnglishTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final Path LIST = RESOURCES.resolve("plain-english.txt");
    private static final List<String> READ = List.of(".md", ".yaml", ".tpl", ".json", ".txt", ".xml", ".sh", ".java");

    /** The begin of a comment that is a clause without a noun. */
    private static final Pattern CLAUSE = Pattern.compile("(?:/\\*\\*\\s+(?:\\* )?|(?m:^\\s*)// )What .*");

    /** Recordings of other programs, the list itself, and the samples of this test. */
    private static final List<String> NOT_OURS = List.of(
            "it-tests/src/test/resources/kube-proxy-1.36.2",
            "it-tests/src/test/resources/plain-english",
            "it-tests/src/test/java/io/kubeipvs/arch/PlainEnglishTest.java",
            "daemon/src/test/resources");

    @Test
    void textsContainNoRetiredWords() throws IOException {
        RetiredWords words = RetiredWords.read(LIST, "text");
        assertThat(words.count()).isGreaterThan(30);
        List<String> found = new ArrayList<>();
        for (String path : paths()) {
            String text = Files.readString(ROOT.resolve(path));
            String prose = path.endsWith(".java") ? new JavaText(text).prose() : text;
            for (RetiredWords.Hit hit : words.in(prose, path)) {
                found.add(line(path, text, hit.position(), hit));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void commentsStateWhatAThingIs() throws IOException {
        List<String> found = new ArrayList<>();
        for (String path : paths()) {
            String text = path.endsWith(".java") ? Files.readString(ROOT.resolve(path)) : "";
            CLAUSE.matcher(text).results().forEach(clause -> found.add(path + ": " + clause.group()));
        }
        assertThat(found).isEmpty();
        assertThat(List.of("/** What finds a table. */", "/**\n * What finds it.", "    // What is read."))
                .allMatch(comment -> CLAUSE.matcher(comment).find());
    }

    @Test
    void namesContainNoRetiredWords() throws IOException {
        RetiredWords words = RetiredWords.read(LIST, "name");
        List<String> found = new ArrayList<>();
        for (String path : paths()) {
            if (path.endsWith(".java")) {
                String text = Files.readString(ROOT.resolve(path));
                for (JavaText.Name name : new JavaText(text).names()) {
                    words.in(name.words(), path).forEach(hit -> found.add(line(path, text, name.position(), hit)));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aRetiredWordIsFoundWithItsLineAndReplacement() throws IOException {
        String source =
                "/** A pod. */\nclass Pod {\n    // keeps the\n    // asker's address\n    String s = \"not \" + \"fit\";\n}";
        RetiredWords words = RetiredWords.read(LIST, "text");
        assertThat(words.in(new JavaText(source).prose(), "Pod.java"))
                .extracting(hit -> line("Pod.java", source, hit.position(), hit))
                .containsExactly("Pod.java:4: asker: say client", "Pod.java:5: not fit: say ready, not ready");
    }

    @Test
    void wordsThatContainARetiredWordAreAllowed() throws IOException {
        String text = "the benefit of basket weaving; it fits; copyright is theirs; flag_told; Tellurium";
        assertThat(RetiredWords.read(LIST, "text").in(text, "a.md")).isEmpty();
        assertThat(new JavaText("int intoLd, mending2x, letGoal;").names())
                .allSatisfy(name -> assertThat(RetiredWords.read(LIST, "name").in(name.words(), "A.java"))
                        .isEmpty());
    }

    private static String line(String path, String text, int position, RetiredWords.Hit hit) {
        long line =
                1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
        return path + ":" + line + ": " + hit.found() + ": say " + hit.word().replacement();
    }

    private static List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> !file.toString().matches(".*/(?:target|\\.git)(?:/.*)?"))
                    .filter(Files::isRegularFile)
                    .filter(PlainEnglishTest::isRead)
                    .map(file -> ROOT.relativize(file).toString())
                    .filter(path -> NOT_OURS.stream().noneMatch(path::startsWith))
                    .sorted()
                    .toList();
        }
    }

    /** Files with a known ending, and scripts, which have none. */
    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return READ.stream().anyMatch(name::endsWith) || !name.contains(".") && Files.isExecutable(file);
    }
}
