package io.kubeipvs.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Transport;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The class in {@code src/bench} has the methods of the library's class that it replaces. */
class ReplacedClassTest {
    private static final String NAME = "io.kubeipvs.netlink.sys.SocketSetup";

    @Test
    void theReplacementHasTheSameMethods() throws Exception {
        URL library = Transport.class.getProtectionDomain().getCodeSource().getLocation();
        URL bench = Path.of("target", "classes").toUri().toURL();
        assertThat(methods(bench, library)).isEqualTo(methods(library)).hasSizeGreaterThan(2);
    }

    @Test
    void theTestsUseTheLibrarysOwnClass() throws ClassNotFoundException {
        Class<?> used = Class.forName(NAME, false, getClass().getClassLoader());
        assertThat(used.getProtectionDomain().getCodeSource())
                .isEqualTo(Transport.class.getProtectionDomain().getCodeSource());
    }

    /** Those that other classes can call, of the class in the first of these places that has it. */
    private static Set<String> methods(URL... places) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            Class<?> found = Class.forName(NAME, false, loader);
            assertThat(found.getProtectionDomain().getCodeSource().getLocation())
                    .isIn(List.of(places).get(0));
            return Stream.of(found.getDeclaredMethods())
                    .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                    .map(method ->
                            method.getReturnType() + " " + method.getName() + List.of(method.getParameterTypes()))
                    .collect(Collectors.toSet());
        }
    }
}
