package io.kubeipvs.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of promises in docs/reliability.md: each has a test that exists, and figures that the test printed. */
class ReliabilityDocumentTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs/reliability.md");
    private static final String BEGIN = "<!-- made by it-tests/reliability -->\n";
    private static final String END = "<!-- end -->";

    @TempDir
    private Path folder;

    @Test
    void theTableIsMadeOfThePromisesAndTheRecordedFigures() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END, from);
        String table = Promises.recorded().table(links());
        if (System.getProperty("rewrite") != null) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("docs/reliability.md is out of date: run it-tests/reliability")
                    .isEqualTo(table);
        }
    }

    @Test
    void everyPromiseHasATestThatExists() throws IOException {
        List<Promises.Promise> promises = Promises.recorded().all();
        Map<String, Path> sources = sources();
        assertThat(promises).isNotEmpty();
        for (Promises.Promise promise : promises) {
            assertThat(sources).as(promise.test()).containsKey(promise.className());
            assertThat(Files.readString(sources.get(promise.className())))
                    .as(promise.test())
                    .contains(" void " + promise.method() + "(");
        }
    }

    @Test
    void everyNamedFigureIsRecordedAndNoOther() throws IOException {
        assertThat(Promises.recorded().mismatches())
                .as("run the test that prints it, and then: it-tests/reliability")
                .isEmpty();
    }

    @Test
    void aTableHasTheRecordedValues() {
        Promises promises = new Promises(
                List.of(
                        "# comment",
                        "",
                        "Clients are served | AttackTest.floods | {flood.slowest} at most",
                        "Two | A.b |"),
                List.of("flood.slowest 40 ms"));
        assertThat(promises.mismatches()).isEmpty();
        assertThat(promises.table(Map.of("AttackTest", "../AttackTest.java", "A", "../A.java")))
                .isEqualTo("""
                | Promise | Test | Figure |
                |---|---|---|
                | Clients are served | [AttackTest.floods](../AttackTest.java) | 40 ms at most |
                | Two | [A.b](../A.java) |  |
                """);
    }

    @Test
    void mismatchesAndWrongLinesAreNamed() {
        assertThat(new Promises(List.of("One | A.b | {missing}"), List.of("unused 1")).mismatches())
                .containsExactly("missing", "unused");
        assertThatThrownBy(() -> new Promises(List.of("One | A.b"), List.of()))
                .hasMessage("not 'promise | Class.method | figure': One | A.b");
    }

    @Test
    void theCommandTakesTheLastFigureOfEachNameThatAPromiseHas() throws Exception {
        Path promises = Files.writeString(folder.resolve("promises.txt"), "One | A.b | {x.y} of {z} {kept}\n");
        Path figures = Files.writeString(folder.resolve("figures.txt"), "kept 1 s\nx.y 1\nold 3\n");
        Path log = Files.writeString(folder.resolve("log"), """
                <system-out><![CDATA[figure: x.y 2
                noise figure: z 9
                figure: other 5
                figure: z 7 ms\r
                figure: x.y 4
                ]]></system-out>
                """);
        Process command = new ProcessBuilder(
                        "../it-tests/reliability", "--merge", promises.toString(), figures.toString(), log.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(command.exitValue())
                .as(new String(command.getInputStream().readAllBytes()))
                .isZero();
        assertThat(figures).hasContent("kept 1 s\nx.y 4\nz 7 ms\n");
    }

    private static Map<String, String> links() throws IOException {
        Map<String, String> links = new TreeMap<>();
        sources().forEach((name, file) -> links.put(name, "../" + ROOT.relativize(file)));
        return links;
    }

    /** The sources of all tests, by the names of their classes. */
    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        try (Stream<Path> files = Stream.of("netlink-ipvs", "proxy-core", "daemon", "it-tests")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                .flatMap(ReliabilityDocumentTest::walk)) {
            files.forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
        }
        return sources;
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder).filter(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
