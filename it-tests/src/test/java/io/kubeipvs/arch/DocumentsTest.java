package io.kubeipvs.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name classes, threads, locks, files and headings that exist. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path ARCHITECTURE = ROOT.resolve("docs/ARCHITECTURE.md");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]\\w*(?:\\.\\w+)?(?:\\(\\))?");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s:]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern SHARED = Pattern.compile(
            "\\bsynchronized\\b|\\bvolatile\\b|new (?:Atomic|Concurrent|CopyOnWrite|CountDownLatch|Reentrant)"
                    + "|new \\w+BlockingQueue|ThreadPoolExecutor|ConcurrentHashMap\\.newKeySet");

    private static final Path CONFORMANCE_NAMES =
            ROOT.resolve("it-tests/src/test/resources/conformance/sig-network.txt");

    /** Words that begin like a class, and belong to Kubernetes, the JDK or the tools. */
    private static final Set<String> FOREIGN = Set.of("HttpServer", "Cases", "Void", "DaemonSet");

    @Test
    void everyClassThatTheArchitectureNamesExists() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path document : Stream.concat(Stream.of(ARCHITECTURE), decisions()).toList()) {
            code(Files.readString(document))
                    .filter(word -> CLASS.matcher(word).matches())
                    .forEach(named::add);
        }
        assertThat(named).hasSizeGreaterThan(80);
        List<Path> sources = javaFiles("");
        named.removeIf(word -> FOREIGN.contains(word) || exists(word, sources));
        assertThat(named).isEmpty();
    }

    @Test
    void theTableOfChangesHasARowForEachKindOfChange() throws IOException {
        String section = section("## Where does a change go");
        assertThat(section.lines().filter(line -> line.startsWith("| ")).count())
                .isGreaterThan(15);
    }

    @Test
    void everyClassWithSharedStateIsInTheTableOfLocks() throws IOException {
        Set<String> documented = code(firstColumn(section("## Locks"))).collect(Collectors.toCollection(TreeSet::new));
        Set<String> shared = new TreeSet<>();
        for (Path file : javaFiles("main")) {
            if (SHARED.matcher(withoutTexts(file)).find()) {
                shared.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertThat(documented).containsExactlyElementsOf(shared);
    }

    @Test
    void everyWorkerIsInTheTableOfThreads() throws IOException {
        String column = firstColumn(section("## Threads"));
        Pattern started = Pattern.compile("(?:start|onSignal)\\(\\s*\"([a-z-]+)");
        Set<String> names = new TreeSet<>();
        for (Path file : javaFiles("main")) {
            started.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group(1)));
        }
        assertThat(names).contains("events", "watch-");
        assertThat(names).allSatisfy(name -> assertThat(column).contains("`" + name));
    }

    @Test
    void everyTestAndScenarioThatADocumentNamesExists() throws IOException {
        List<Path> sources = javaFiles("test");
        Path scenarios = ROOT.resolve("it-tests/src/test/resources/scenarios");
        Set<String> named = new TreeSet<>();
        for (Path document : documents()) {
            code(Files.readString(document))
                    .filter(word -> word.matches("[A-Z]\\w+(Test|KernelIT)(\\.\\w+)?|[a-z-]+/[a-z0-9-]+\\.txt"))
                    .forEach(named::add);
        }
        assertThat(named).hasSizeGreaterThan(80);
        named.removeIf(test -> test.endsWith(".txt") ? Files.exists(scenarios.resolve(test)) : exists(test, sources));
        assertThat(named).isEmpty();
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                Path target = link.group(1).isEmpty()
                        ? document
                        : document.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    dead.add(ROOT.relativize(document) + ": " + link.group());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyConformanceTestOfTheListHasARowAndCoverageOrAReason() throws IOException {
        List<String> names = Files.readAllLines(CONFORMANCE_NAMES).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        Pattern row = Pattern.compile("(?m)^\\| (.+) \\| (.*) \\| (.*) \\|$");
        List<MatchResult> rows = row.matcher(Files.readString(ROOT.resolve("docs/conformance.md")))
                .results()
                .filter(match -> !match.group(1).equals("Upstream test"))
                .toList();
        assertThat(rows).extracting(match -> match.group(1)).containsExactlyElementsOf(names);
        assertThat(rows).noneMatch(match -> (match.group(2) + match.group(3)).isBlank());
    }

    @Test
    void theIndexListsEveryDecisionWithItsTitle() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/adr/README.md"));
        List<Path> decisions =
                decisions().filter(file -> !file.endsWith("README.md")).toList();
        assertThat(decisions).hasSizeGreaterThan(20);
        for (Path decision : decisions) {
            String title = Files.readAllLines(decision).get(0).replaceFirst("# 0*\\d+[.:] ", "");
            assertThat(index).contains("[" + title + "](" + decision.getFileName() + ")");
        }
    }

    /** The picture is drawn from the recording, and the recording is of the demo's present steps. */
    @Test
    void thePictureOfTheDemoIsDrawnFromARecordingOfItsSteps() throws Exception {
        Path drawn = Files.createTempFile("demo-", ".svg");
        Process draw = new ProcessBuilder("../it-tests/demo-recording", "--draw", drawn.toString())
                .inheritIO()
                .start();
        assertThat(draw.waitFor()).isZero();
        assertThat(ROOT.resolve("docs/pictures/demo.svg")).hasSameTextualContentAs(drawn);
        String recording = Files.readString(ROOT.resolve("it-tests/demo.d/recording.txt"));
        List<String> steps = Pattern.compile("(?m)^  step \"(.+)\"$")
                .matcher(Files.readString(ROOT.resolve("it-tests/demo.d/steps")))
                .results()
                .map(step -> step.group(1))
                .filter(step -> !step.contains("$"))
                .toList();
        assertThat(steps).hasSizeGreaterThan(6).allMatch(step -> recording.contains(". " + step + "\n"));
    }

    private static Stream<String> code(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1));
    }

    /** Whether a source file of this name exists, and contains the word after the dot. */
    private static boolean exists(String word, List<Path> sources) {
        String[] parts = word.replace("()", "").split("\\.");
        return sources.stream()
                .filter(file -> file.getFileName().toString().equals(parts[0] + ".java"))
                .anyMatch(file -> parts.length == 1 || read(file).matches("(?s).*\\b" + parts[1] + "\\b.*"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The code without comments and literals. */
    private static String withoutTexts(Path file) {
        String source = read(file);
        String texts = new JavaText(source).prose();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            code.append(texts.charAt(i) == ' ' ? source.charAt(i) : ' ');
        }
        return code.toString();
    }

    private static String section(String heading) throws IOException {
        String text = Files.readString(ARCHITECTURE);
        int from = text.indexOf(heading + "\n");
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }

    private static String firstColumn(String section) {
        return section.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[1])
                .collect(Collectors.joining("\n"));
    }

    /** The anchors of a document's headings, as GitHub makes them. */
    private static Set<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
            return files.sorted().toList().stream();
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static List<Path> javaFiles(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().matches(".*/src/" + kind + ".*\\.java"))
                    .toList();
        }
    }
}
