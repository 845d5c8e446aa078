package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fuzz target takes every golden message; {@code it-tests/fuzz} continues from these. */
class FuzzTest {
    private static final Path CLASSES = Path.of("target/test-classes");

    static List<String> targets() {
        return files(CLASSES, "Fuzz.class").stream()
                .map(file -> CLASSES.relativize(file).toString())
                .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
                .filter(name -> !name.equals(Fuzz.class.getName()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesGoldenMessages(String target) throws Exception {
        MethodHandle entry = MethodHandles.publicLookup()
                .findStatic(
                        Class.forName(target), "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
        Path goldens = CLASSES.resolve("golden");

        assertThat(files(goldens, ".hex")).hasSizeGreaterThan(20).allSatisfy(file -> {
            String name = goldens.relativize(file).toString().replaceFirst("\\.hex$", "");
            assertThatCode(() -> entry.invoke(Golden.bytes(name))).doesNotThrowAnyException();
        });
    }

    @Test
    void targetsAreFound() {
        assertThat(targets()).contains(SocketFuzz.class.getName());
    }

    @Test
    void findsAnErrorThatIsNeitherAValueNorMalformed() {
        byte[] golden = Golden.bytes("route/get-link");

        assertThatThrownBy(() -> Fuzz.decode(
                        golden,
                        message -> {
                            throw new IndexOutOfBoundsException("careless");
                        },
                        value -> {}))
                .hasMessage("careless");
        assertThatThrownBy(() -> Fuzz.decode(golden, message -> new byte[1], value -> {}))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Fuzz.requireSame(
                        1, (thing, out) -> out.begin(1, 0, new Layout(0, AttributeNames.NONE)), "1", Message::toString))
                .hasMessageStartingWith("1, written and read again, is ");
    }

    private static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
