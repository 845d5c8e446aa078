package io.kubeipvs.bench.whole;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parts of the memory after the first sync and a full collection: resident pages by mapping, and the live objects by
 * class; then, from a second start, because it costs memory, the JVM's own account ({@code VM.native_memory}). Prints no figure.
 */
final class Memory {
    private static final int CLASSES = 60;
    private static final int LEAST_KIB = 100;

    private final Stage stage;

    Memory(Stage stage) {
        this.stage = stage;
    }

    void run() throws Exception {
        try (Running program = stage.startAndSettle("")) {
            program.collectGarbage();
            System.out.println(mappings(program.smaps()));
            System.out.println(program.jcmd("GC.heap_info"));
            System.out.println(
                    program.jcmd("GC.class_histogram").lines().limit(CLASSES).collect(Collectors.joining("\n")));
        }
        try (Running program = stage.startAndSettle("-XX:NativeMemoryTracking=summary")) {
            program.collectGarbage();
            System.out.println(program.jcmd("VM.native_memory", "summary"));
        }
    }

    /** Resident pages by file, and those without file by address, in KiB; pages without a file, or changed, are private. */
    private static String mappings(List<String> smaps) {
        Map<String, long[]> parts = new TreeMap<>();
        String part = "";
        for (String line : smaps) {
            String[] words = line.split("\\s+", 6);
            if (words[0].contains("-")) {
                part = words.length == 6 && !words[5].isEmpty()
                        ? words[5].replaceFirst(".*/", "")
                        : "without file at " + words[0].substring(0, Math.max(1, words[0].indexOf('-') - 5));
            } else if (words[0].equals("Rss:")) {
                parts.computeIfAbsent(part, name -> new long[2])[0] += Long.parseLong(words[1]);
            } else if (words[0].equals("Anonymous:")) {
                parts.computeIfAbsent(part, name -> new long[2])[1] += Long.parseLong(words[1]);
            }
        }
        return parts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= LEAST_KIB)
                .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]))
                .map(e -> "%8d KiB resident, %8d private  %s".formatted(e.getValue()[0], e.getValue()[1], e.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
