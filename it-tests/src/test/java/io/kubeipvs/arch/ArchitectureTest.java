package io.kubeipvs.arch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.kubeipvs.core.track.ServiceView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The drawing of the program in docs/ARCHITECTURE.md, as rules that fail the build. */
class ArchitectureTest {
    private static final String NETLINK = "io.kubeipvs.netlink..";
    private static final String CORE = "io.kubeipvs.core..";
    private static final String DAEMON = "io.kubeipvs.daemon..";

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.kubeipvs.netlink", "io.kubeipvs.core", "io.kubeipvs.daemon");

    @Test
    void everyModuleIsSeen() {
        assertThat(PROGRAM.containPackage("io.kubeipvs.netlink")).isTrue();
        assertThat(PROGRAM.containPackage("io.kubeipvs.core.plan")).isTrue();
        assertThat(PROGRAM.containPackage("io.kubeipvs.daemon.sync")).isTrue();
        assertThat(PROGRAM.containPackage("io.kubeipvs.daemon.k8s.api")).isTrue();
        assertThat(PROGRAM.containPackage("io.kubeipvs.daemon.k8s.manifests")).isTrue();
        assertThat(PROGRAM.containPackage("io.kubeipvs.daemon.files")).isTrue();
    }

    @Test
    void netlinkAndCoreKnowNeitherEachOtherNorTheDaemon() {
        check(noClasses()
                .that()
                .resideInAPackage(NETLINK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE, DAEMON));
        check(noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NETLINK, DAEMON));
    }

    @Test
    void theCoreIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..", "java.net..", "java.nio..", "java.util.concurrent..")
                        .or(DescribedPredicate.describe(
                                "threads and logs",
                                c -> c.getName().equals("java.lang.Thread")
                                        || c.getName().startsWith("org.slf4j")))));
        check(noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void theCoreFlowsOneWay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.kubeipvs.core.model..")
                .layer("track")
                .definedBy("io.kubeipvs.core.track..")
                .layer("kernel")
                .definedBy("io.kubeipvs.core.kernel..")
                .layer("desire")
                .definedBy("io.kubeipvs.core.desire..")
                .layer("plan")
                .definedBy("io.kubeipvs.core.plan..")
                .layer("explain")
                .definedBy("io.kubeipvs.core.explain..")
                .layer("apply")
                .definedBy("io.kubeipvs.core.apply..")
                .whereLayer("track")
                .mayOnlyBeAccessedByLayers("desire", "explain", "apply")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("desire", "plan", "explain", "apply")
                .whereLayer("desire")
                .mayOnlyBeAccessedByLayers("plan", "explain", "apply")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("apply")
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("apply")
                .whereLayer("apply")
                .mayNotBeAccessedByAnyLayer());
    }

    @Test
    void theCoresRecordsWithManyComponentsAreBuiltByName() {
        // Four arguments in a row are easily swapped, and a copy that lists them again loses the next component.
        DescribedPredicate<JavaConstructorCall> byPosition = DescribedPredicate.describe(
                "with four or more arguments, of another class's record",
                call -> call.getTargetOwner().isRecord()
                        && call.getTarget().getRawParameterTypes().size() >= 4
                        && !call.getOriginOwner()
                                .getName()
                                .startsWith(call.getTargetOwner().getName()));
        check(noClasses()
                .should()
                .callConstructorWhere(byPosition.and(target(owner(resideInAPackage("io.kubeipvs.core.model"))
                        .or(owner(equivalentTo(ServiceView.class)))))));
    }

    @Test
    void everyLibraryHasOneRoom() {
        only("jnr..", "io.kubeipvs.netlink.sys..");
        only("io.fabric8..", "io.kubeipvs.daemon.k8s..", "io.kubeipvs.daemon");
        only("io.micrometer..", "io.kubeipvs.daemon.metrics..");
        only("picocli..", "io.kubeipvs.daemon", "io.kubeipvs.daemon.commands..");
        only("org.jline..", "io.kubeipvs.daemon.commands.top..");
        only("gg.jte..", "io.kubeipvs.daemon.statuspage..");
        only("io.prometheus..", "io.kubeipvs.daemon.metrics..");
        // Jackson 3, and the annotations that it shares with Jackson 2.
        for (String jackson : List.of("tools.jackson..", "com.fasterxml.jackson..")) {
            only(
                    jackson,
                    "io.kubeipvs.daemon.commands..",
                    "io.kubeipvs.daemon.inspect..",
                    "io.kubeipvs.daemon.k8s..",
                    "io.kubeipvs.daemon.config..",
                    "io.kubeipvs.daemon.state..",
                    "io.kubeipvs.daemon.kernel.settings..",
                    "io.kubeipvs.daemon.logging..");
        }
        only("org.snakeyaml..", "io.kubeipvs.daemon.config..", "io.kubeipvs.daemon.k8s..");
        only("org.slf4j.simple..", "io.kubeipvs.daemon.logging..");
        check(classes()
                .that()
                .resideInAPackage(DAEMON)
                .and(dependsOnNetlink())
                .should()
                .resideInAnyPackage("io.kubeipvs.daemon.kernel.."));
    }

    @Test
    void noOtherProgramIsRun() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class)
                .orShould()
                .callMethodWhere(target(owner(equivalentTo(Runtime.class))).and(target(nameMatching("exec")))));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().matching("io.kubeipvs.core.(*)..").should().beFreeOfCycles());
        check(slices().matching("io.kubeipvs.daemon.(*)..").should().beFreeOfCycles());
        // Every package by itself, sub-packages and the modules' root packages included.
        for (String module : List.of("core", "netlink", "daemon")) {
            check(slices().assignedFrom(eachPackageOf("io.kubeipvs." + module))
                    .should()
                    .beFreeOfCycles());
        }
    }

    @Test
    void theSourcesKnowWhatTheyShareAndNotEachOther() {
        apart("io.kubeipvs.daemon.k8s.api..", "io.kubeipvs.daemon.k8s.manifests..");
        apart("io.kubeipvs.daemon.k8s.manifests..", "io.kubeipvs.daemon.k8s.api..");
        apart("io.kubeipvs.daemon.k8s", "io.kubeipvs.daemon.k8s.api..", "io.kubeipvs.daemon.k8s.manifests..");
    }

    @Test
    void everyThreadIsStartedByAWorker() {
        check(noClasses()
                .that()
                .resideInAPackage(DAEMON)
                .and()
                .resideOutsideOfPackage("io.kubeipvs.daemon.work..")
                .should()
                .callConstructorWhere(
                        target(owner(assignableTo(Thread.class))).or(target(owner(assignableTo("java.util.Timer")))))
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(CompletableFuture.class))).and(target(nameMatching(".*Async"))))
                .orShould(callMethodWhere(target(owner(assignableTo(Executors.class)))
                                .and(DescribedPredicate.describe(
                                        "without a thread factory",
                                        call -> call.getTarget().getRawParameterTypes().stream()
                                                .noneMatch(type -> type.isEquivalentTo(ThreadFactory.class)))))
                        .as("use the JDK's own threads")));
        check(noClasses()
                .that()
                .resideInAPackage("io.kubeipvs.daemon.work..")
                .should(dependOnClassesThat(resideInAPackage("io.kubeipvs..")
                        .and(DescribedPredicate.not(resideInAPackage("io.kubeipvs.daemon.work.."))))));
    }

    @Test
    void theTimeOfDayIsForReadersOnly() {
        // Another program can set it: nothing may wait, repeat or limit by it. Files have it too.
        check(noClasses()
                .that()
                .resideInAPackage("io.kubeipvs..")
                .and()
                .resideOutsideOfPackages(
                        "io.kubeipvs.daemon.http..", "io.kubeipvs.daemon.commands..", "io.kubeipvs.daemon.logging..")
                .and()
                .doNotHaveFullyQualifiedName("io.kubeipvs.daemon.Daemon")
                .and()
                .doNotHaveFullyQualifiedName("io.kubeipvs.daemon.ClusterConnection")
                .and()
                .doNotHaveFullyQualifiedName("io.kubeipvs.daemon.k8s.manifests.ManifestFolder")
                .should()
                .callMethodWhere(DescribedPredicate.describe("the time of day", ArchitectureTest::isTimeOfDay)));
        check(noClasses()
                .that()
                .resideInAnyPackage("io.kubeipvs.daemon.sync..", "io.kubeipvs.daemon.kernel..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(InstantSource.class));
    }

    private static boolean isTimeOfDay(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String method = call.getTarget().getName();
        return owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system"))
                || owner.equals("java.lang.System") && method.equals("currentTimeMillis");
    }

    @Test
    void filesKnowNothingOfTheDaemon() {
        check(noClasses()
                .that()
                .resideInAPackage("io.kubeipvs.daemon.files..")
                .should(dependOnClassesThat(resideInAPackage("io.kubeipvs..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("io.kubeipvs.daemon.files..", "io.kubeipvs.daemon.work.."))))));
    }

    @Test
    void theCLibraryIsCalledInOneRoom() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.kubeipvs.netlink.sys..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.kubeipvs.netlink.sys.LibC"));
        assertThat(PROGRAM.contain("io.kubeipvs.netlink.sys.LibC")).isTrue();
    }

    private static SliceAssignment eachPackageOf(String root) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(root)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the packages of " + root;
            }
        };
    }

    private static void apart(String room, String... others) {
        check(noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    private static DescribedPredicate<JavaClass> dependsOnNetlink() {
        return DescribedPredicate.describe(
                "know netlink",
                c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("io.kubeipvs.netlink")));
    }

    private static void only(String library, String... rooms) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    private static void check(ArchRule rule) {
        rule.check(PROGRAM);
    }
}
