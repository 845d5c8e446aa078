package io.kubeipvs.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the repository, and the blocks of code and commands in them. */
public final class Markdown {
    /** The top of the repository, seen from a module. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern COMMENT = Pattern.compile("\\s+# .*");

    private Markdown() {}

    /**
     * A fenced block.
     *
     * @param file the document, from the top of the repository
     * @param language the word after the fence; empty = none
     */
    public record Block(Path file, String language, String text) {
        /** Its lines; continued lines are joined, comments and prompts are removed. */
        public List<String> commands() {
            String joined = text.replaceAll("\\\\\\n\\s*", " ");
            boolean isPrompted = joined.contains("\n$ ") || joined.startsWith("$ ");
            return joined.lines()
                    .filter(line -> !isPrompted || line.startsWith("$ "))
                    .map(line -> isPrompted ? line.substring(2) : line)
                    .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** Every document for readers, without those of test resources. */
    public static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .filter(file -> !file.toString().matches("(?:.*/)?target/.*|.*/resources/.*"))
                    .sorted()
                    .toList();
        }
    }

    /** The fenced blocks of all documents. */
    public static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : documents()) {
            blocks.addAll(blocks(document));
        }
        return blocks;
    }

    /** The fenced blocks of one document. */
    public static List<Block> blocks(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(block -> new Block(document, block.group(1), block.group(2)))
                .toList();
    }

    /** The code within the lines of a document. */
    public static List<String> spans(Path document) throws IOException {
        String prose = BLOCK.matcher(Files.readString(ROOT.resolve(document))).replaceAll("");
        return SPAN.matcher(prose).results().map(span -> span.group(1)).toList();
    }

    /** Everything in a document that can be a command: the lines of blocks, and code within the prose. */
    public static List<String> lines(Path document) throws IOException {
        Stream<String> commands = blocks(document).stream().flatMap(block -> block.commands().stream());
        return Stream.concat(commands, spans(document).stream()).toList();
    }

    /** The words of a command, as a shell splits them: by blanks that are not quoted. */
    public static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+")
                .matcher(command)
                .results()
                .forEach(word -> words.add(word.group().replaceAll("['\"]", "")));
        return words;
    }
}
