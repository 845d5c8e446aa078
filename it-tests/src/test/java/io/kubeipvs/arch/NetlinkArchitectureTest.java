package io.kubeipvs.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of netlink-ipvs, and which of them may use which. */
class NetlinkArchitectureTest {
    private static final String ROOT = "io.kubeipvs.netlink";

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".conntrack",
                ".generic",
                ".ipset",
                ".ipvs",
                ".netfilter",
                ".nftables",
                ".nftables.expr",
                ".route",
                ".sockdiag",
                ".sys",
                ".sysctl"
            })
    void everyPackageIsSeen(String name) {
        assertThat(LIBRARY.containPackage(ROOT + name)).isTrue();
    }

    @Test
    void theRootUsesNoOtherPackage() {
        apart(ROOT, ROOT + ".*..");
    }

    @Test
    void aFamilyOfMessagesUsesNoOtherFamily() {
        uses("conntrack", "netfilter", "sys");
        uses("ipset", "netfilter", "sys");
        uses("nftables", "netfilter", "sys");
        uses("ipvs", "generic", "sys");
        uses("route", "sys");
        uses("sockdiag", "sys");
        uses("generic", "sys");
        uses("netfilter");
        uses("sys");
    }

    @Test
    void expressionsDoNotUseTheRulesThatHoldThem() {
        apart(ROOT + ".nftables.expr", ROOT + ".nftables");
    }

    @Test
    void settingsUseNoNetlink() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".sysctl..")
                .should(dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".sysctl.."))))));
    }

    /** The package uses the root, itself and these, and no other package of the library. */
    private static void uses(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(others))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should(dependOnClassesThat(
                        resideInAPackage(ROOT + ".*..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))));
    }

    private static void apart(String name, String... others) {
        check(noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    private static void check(ArchRule rule) {
        rule.check(LIBRARY);
    }
}
