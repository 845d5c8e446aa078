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
import jnr.ffi.annotations.In;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes in {@code src/bench} have the methods of the library's classes that they replace. */
class ReplacedClassTest {
    private static final String SETUP = "io.kubeipvs.netlink.sys.SocketSetup";
    private static final String FUNCTIONS = "io.kubeipvs.netlink.sys.LibC";

    @Test
    void theReplacementHasTheSameMethods() throws Exception {
        URL library = Transport.class.getProtectionDomain().getCodeSource().getLocation();
        URL bench = Path.of("target", "classes").toUri().toURL();
        URL types = In.class.getProtectionDomain().getCodeSource().getLocation();
        assertThat(methods(SETUP, bench, library, types))
                .isEqualTo(methods(SETUP, library, types))
                .hasSizeGreaterThan(2);
        assertThat(methods(FUNCTIONS, bench, library, types))
                .containsAll(methods(FUNCTIONS, library, types))
                .hasSize(methods(FUNCTIONS, library, types).size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SETUP, FUNCTIONS})
    void theTestsUseTheLibrarysOwnClass(String name) throws ClassNotFoundException {
        Class<?> used = Class.forName(name, false, getClass().getClassLoader());
        assertThat(used.getProtectionDomain().getCodeSource())
                .isEqualTo(Transport.class.getProtectionDomain().getCodeSource());
    }

    /** Those that other classes can call, of the class in the first of these places that has it. */
    private static Set<String> methods(String name, URL... places) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            Class<?> found = Class.forName(name, false, loader);
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
