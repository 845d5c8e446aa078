package io.kubeipvs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.options.ServiceOptions;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records whose {@code equals} is written out (docs/adr/0035) are equal where all their components are. */
class RecordEqualityTest {
    private static final Ip V4 = Ip.v4(1);
    private static final RealServer SERVER = new RealServer(new RealServer.Key(V4, 1), 1);

    /** Of a type: two values that differ, as the constructors of records accept them. */
    private static final Map<Class<?>, List<Object>> VALUES = Map.ofEntries(
            Map.entry(int.class, List.of(1, 2)),
            Map.entry(long.class, List.of(1L, 2L)),
            Map.entry(boolean.class, List.of(false, true)),
            Map.entry(String.class, List.of("a", "b")),
            Map.entry(List.class, List.of(List.of(), List.of("a"))),
            Map.entry(Set.class, List.of(Set.of(), Set.of("a"))),
            Map.entry(Map.class, List.of(Map.of(), Map.of(SERVER.key(), SERVER))),
            Map.entry(Optional.class, List.of(Optional.empty(), Optional.of("a"))),
            Map.entry(OptionalInt.class, List.of(OptionalInt.empty(), OptionalInt.of(1))),
            Map.entry(ServiceName.class, List.of(new ServiceName("ns", "a"), new ServiceName("ns", "b"))),
            Map.entry(SliceName.class, List.of(new SliceName("ns", "a"), new SliceName("ns", "b"))),
            Map.entry(Ip.class, List.of(V4, Ip.v4(2))),
            Map.entry(
                    VirtualServer.Key.class,
                    List.of(new VirtualServer.Key(V4, 1, Protocol.TCP), new VirtualServer.Key(V4, 2, Protocol.TCP))));

    /** Their constructors take special values only, so each has a test of its own. */
    private static final Set<Class<?>> CHECKED = Set.of(VirtualServer.Key.class, Admission.class, SliceSpec.class);

    static List<Class<?>> records() throws Exception {
        Path classes = Path.of(
                Ip.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file).toString())
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .<Class<?>>map(RecordEqualityTest::load)
                    .filter(RecordEqualityTest::isWrittenOut)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RecordEqualityTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The generated one is final. */
    private static boolean isWrittenOut(Class<?> type) {
        try {
            return type.isRecord()
                    && !Modifier.isFinal(type.getMethod("equals", Object.class).getModifiers());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // every class has it
        }
    }

    @Test
    void theHotRecordsAreFound() throws Exception {
        assertThat(records()).hasSizeGreaterThan(20).contains(RealServer.class, VirtualServer.Key.class);
    }

    static List<Class<?>> unchecked() throws Exception {
        return records().stream().filter(type -> !CHECKED.contains(type)).toList();
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void aRecordDiffersWithEachOfItsComponents(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Object[] first = Arrays.stream(components)
                .map(component -> values(component.getType()).get(0))
                .toArray();
        Object record = make(type, first);

        assertThat(record).isEqualTo(record).isEqualTo(make(type, first)).hasSameHashCodeAs(make(type, first));
        assertThat(record.equals(null)).isFalse();
        assertThat(record).isNotEqualTo("another type");
        for (int i = 0; i < components.length; i++) {
            Object[] other = first.clone();
            other[i] = values(components[i].getType()).get(1);
            assertThat(make(type, other)).as(components[i].getName()).isNotEqualTo(record);
        }
    }

    private static List<Object> values(Class<?> type) {
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        return VALUES.containsKey(type) ? VALUES.get(type) : List.of(make(type, 0), make(type, 1));
    }

    /** A record whose first component has this one of its values. */
    private static Object make(Class<?> type, int value) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> values(component.getType()).get(0))
                .toArray();
        values[0] = values(components[0].getType()).get(value);
        return make(type, values);
    }

    private static Object make(Class<?> type, Object... values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + Arrays.toString(values), e);
        }
    }

    @Test
    void anAddressDiffersWithItsFamilyAndEachHalf() {
        assertDiffer(Ip.v4(1), Ip.v4(2), Ip.v6(0, 1), Ip.v6(0, 2), Ip.v6(1, 1));
        assertThat(Ip.v6(1, 2)).isEqualTo(Ip.v6(1, 2)).hasSameHashCodeAs(Ip.v6(1, 2));
    }

    @Test
    void aNameDiffersWithItsNamespaceAndName() {
        assertDiffer(new ServiceName("a", "b"), new ServiceName("a", "c"), new ServiceName("b", "b"), "a/b");
        assertDiffer(new SliceName("a", "b"), new SliceName("a", "c"), new SliceName("b", "b"), "a/b");
        assertThat(new ServiceName("a", "b"))
                .isEqualTo(new ServiceName("a", "b"))
                .hasSameHashCodeAs(new ServiceName("a", "b"));
        assertThat(new SliceName("a", "b"))
                .isEqualTo(new SliceName("a", "b"))
                .hasSameHashCodeAs(new SliceName("a", "b"));
    }

    @Test
    void aVirtualServerDiffersWithItsAddressPortProtocolAndMark() {
        int mark = Mark.of(Protocol.TCP, "a");
        assertDiffer(
                new VirtualServer.Key(V4, 1, Protocol.TCP),
                new VirtualServer.Key(Ip.v4(2), 1, Protocol.TCP),
                new VirtualServer.Key(V4, 2, Protocol.TCP),
                new VirtualServer.Key(V4, 1, Protocol.UDP),
                VirtualServer.Key.ofMark(Family.IPV4, mark),
                VirtualServer.Key.ofMark(Family.IPV4, Mark.next(mark)),
                VirtualServer.Key.ofMark(Family.IPV6, mark));
        assertThat(VirtualServer.Key.ofMark(Family.IPV4, mark))
                .isEqualTo(VirtualServer.Key.ofMark(Family.IPV4, mark))
                .hasSameHashCodeAs(VirtualServer.Key.ofMark(Family.IPV4, mark));
    }

    @Test
    void anAdmissionDiffersWithItsKindMarkAndSources() {
        Optional<Set<Cidr>> sources = Optional.of(Set.of(Cidr.of(V4)));
        assertDiffer(
                new Admission(Admission.Kind.LOCAL, 0, Optional.empty()),
                new Admission(Admission.Kind.NO_LOCAL, 0, Optional.empty()),
                new Admission(Admission.Kind.LOCAL, 1, Optional.empty()),
                new Admission(Admission.Kind.LOCAL, 0, sources));
        assertThat(new Admission(Admission.Kind.LOCAL, 1, sources))
                .isEqualTo(new Admission(Admission.Kind.LOCAL, 1, sources))
                .hasSameHashCodeAs(new Admission(Admission.Kind.LOCAL, 1, sources));
    }

    @Test
    void aSliceDiffersWithEachOfItsComponents() {
        SliceName name = new SliceName("default", "web-a");
        ServiceName service = new ServiceName("default", "web");
        SliceSpec slice = SliceSpec.named(name, service);
        Endpoint endpoint = Endpoint.at(V4);
        assertDiffer(
                slice,
                SliceSpec.named(new SliceName("default", "web-b"), service),
                SliceSpec.named(name, new ServiceName("default", "other")),
                slice.withPorts(List.of(new SlicePort("", Protocol.TCP, 80))),
                slice.withEndpoints(List.of(endpoint)),
                slice.withEndpoints(List.of(endpoint, endpoint)),
                slice.withEndpoints(List.of(endpoint.withNodeName("n1"))),
                slice.withOptions(ServiceOptions.NONE.withUnusable(HealthOptions.PORT)),
                slice.withTrigger(Optional.of(new ChangeTrigger(Family.IPV4, Instant.EPOCH))));
        assertThat(slice.withEndpoints(List.of(endpoint)))
                .isEqualTo(SliceSpec.named(name, service).withEndpoints(List.of(endpoint)))
                .hasSameHashCodeAs(SliceSpec.named(name, service).withEndpoints(List.of(endpoint)));
    }

    private static void assertDiffer(Object... values) {
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                assertThat(values[i].equals(values[j]))
                        .as(values[i] + ", " + values[j])
                        .isEqualTo(i == j);
            }
        }
    }
}
