package io.kubeipvs.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The evidence of what keeps network namespaces: their names, and every thread in and every open file of another namespace
 * than this program's. A socket keeps one too, and has no such file: if a garbage collection frees it, a test did not close it.
 * So does a closed connection until the kernel gives it up.
 */
public final class NamespaceHolders {
    private static final Path PROCESSES = Path.of("/proc");

    private NamespaceHolders() {}

    /** One holder a line. */
    public static String list() throws IOException {
        Path own = Files.readSymbolicLink(PROCESSES.resolve("self/ns/net"));
        List<String> lines = new ArrayList<>();
        for (Path name : list(Path.of("/run/netns"), "*")) {
            lines.add("named " + name);
        }
        for (Path process : list(PROCESSES, "[0-9]*")) {
            for (Path thread : list(process.resolve("task"), "*")) {
                add(lines, own, process, thread.resolve("ns/net"));
            }
            for (Path file : list(process.resolve("fd"), "*")) {
                add(lines, own, process, file);
            }
        }
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, Path own, Path process, Path link) {
        try {
            Path namespace = Files.readSymbolicLink(link);
            if (namespace.toString().startsWith("net:") && !namespace.equals(own)) {
                lines.add(namespace + " " + link + " " + text(link.resolveSibling("../comm"), "") + " of "
                        + text(process.resolve("cmdline"), " "));
            }
        } catch (IOException ended) {
            // It holds nothing any more.
        }
    }

    private static String text(Path file, String between) throws IOException {
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "file";
        return text.replace("\0", between).strip();
    }

    /** Empty if the folder is gone: processes and threads end at any time. */
    private static List<Path> list(Path folder, String names) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            files.forEach(all::add);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException gone) {
            return all;
        }
        return all;
    }
}
