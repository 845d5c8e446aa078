package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The class archive has the classes of a start. Each other one takes about a millisecond of every start, and memory that no
 * other process shares.
 */
class ClassListKernelIT {
    private static final Path LIST =
            Program.LAUNCHER.resolveSibling("../lib/classes.list").normalize();

    /** So many classes of a start may be missing in the list, so that not every new class needs a new list. */
    private static final int MOST = 30;

    @Test
    void aStartLoadsHardlyAnyClassThatTheArchiveLacks() throws Exception {
        Manifests manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        Path loaded = Files.createTempFile("classes-", ".log");
        String start = "KUBEIPVS_JAVA_OPTS=\"${KUBEIPVS_JAVA_OPTS-} -Xlog:class+load:file=" + loaded + ":none\" exec "
                + Program.LAUNCHER + " run --manifests " + manifests.folder();
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                Program program = Program.startShell(namespace, start)) {
            program.awaitLog("first_sync");
            List<String> names = names(loaded);
            assertThat(names).contains("io.kubeipvs.daemon.sync.SyncLoop", "java.lang.String");
            names.removeAll(listed());
            assertThat(names)
                    .as("classes that classes.list lacks; it-tests/class-list renews it")
                    .hasSizeLessThanOrEqualTo(MOST);
        } finally {
            Files.delete(loaded);
        }
    }

    /** The loaded classes that are in a jar or in the JDK; not those that the JVM makes for lambdas and proxies. */
    private static List<String> names(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> !name.contains("/") && !name.contains("$$") && !name.contains("$Proxy"))
                .collect(Collectors.toList());
    }

    private static Set<String> listed() throws IOException {
        return Files.readAllLines(LIST).stream()
                .map(line -> line.split(" ")[0].replace('/', '.'))
                .collect(Collectors.toSet());
    }
}
