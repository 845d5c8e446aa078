package io.kubeipvs.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every constant of netlink-ipvs that mirrors one of the kernel's, compared with the text of the kernel's headers.
 * Started by {@code it-tests/uapi}, which names their folders in {@code kubeipvs.headers}, the newest last.
 */
class ConstantsUapiIT {

    private static final String NETLINK = "io.kubeipvs.netlink";

    private static final List<Path> HEADERS = Arrays.stream(
                    System.getProperty("kubeipvs.headers").split(File.pathSeparator))
            .map(Path::of)
            .toList();

    static List<Comparison> comparisons() throws IOException {
        try (InputStream table = ConstantsUapiIT.class.getResourceAsStream("/uapi-constants.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Comparison::parse)
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparisons")
    void areTheKernels(Comparison comparison) throws Exception {
        JavaConstants ours = constants(comparison.className());
        for (Path folder : HEADERS) {
            assertThat(comparison.wrong(ours, CHeaders.read(folder, comparison.headers())))
                    .as("by the headers in %s", folder)
                    .isEmpty();
        }
        Path newest = HEADERS.get(HEADERS.size() - 1);
        assertThat(comparison.missing(ours, CHeaders.read(newest, comparison.headers())))
                .as("by the headers in %s", newest)
                .isEmpty();
    }

    @Test
    void noClassOfConstantsIsLeftOut() throws Exception {
        List<String> listed = comparisons().stream().map(Comparison::className).toList();
        List<String> classes = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages(NETLINK)
                        .stream()
                        .map(JavaClass::getName)
                        .map(name -> name.substring(NETLINK.length() + 1))
                        .filter(name -> constants(name).isClassOfConstants())
                        .toList();

        assertThat(classes).contains("ipvs.ServiceFlag", "NetlinkProtocol", "Ack");
        assertThat(classes)
                .as("classes of constants that uapi-constants.txt does not list")
                .filteredOn(name -> !listed.contains(name))
                .isEmpty();
    }

    private static JavaConstants constants(String name) {
        try {
            return new JavaConstants(
                    Class.forName(NETLINK + "." + name, false, ConstantsUapiIT.class.getClassLoader()));
        } catch (ClassNotFoundException gone) {
            throw new AssertionError("there is no class " + name, gone);
        }
    }
}
