package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a program of ours is started when its start counts: with the options of the program's own launcher. */
final class Jvm {

    private static final List<String> OPTIONS =
            List.of("@" + Path.of("../daemon/target/kube-ipvs/lib/jvm.options").toAbsolutePath());

    private Jvm() {}

    static Command program(Class<?> main, String... arguments) {
        return Command.java(OPTIONS, main, arguments);
    }

    /** The same with its classes archived, as a package would bring them; a first run on little input makes the archive. */
    static Command withArchive(Class<?> main, Path input, String... arguments) throws Exception {
        Path archive = Files.createTempDirectory("classes").resolve(main.getSimpleName() + ".jsa");
        try (KernelNamespace namespace = KernelNamespace.withLoopback()) {
            Command.java(
                            with("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                            main,
                            arguments)
                    .reading(input)
                    .time(namespace);
        }
        return Command.java(with("-XX:SharedArchiveFile=" + archive), main, arguments);
    }

    private static List<String> with(String... more) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(List.of(more));
        return options;
    }
}
