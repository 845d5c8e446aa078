package io.kubeipvs.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactMapTest {
    private static final int STEPS = 20_000;

    /** A key of which many have one hash. */
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return number % hashes;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, Integer.MAX_VALUE})
    void isAHashMapAfterAnyChanges(int hashes) {
        Random random = new Random(hashes);
        Map<Key, Integer> expected = new HashMap<>();
        Map<Key, Integer> map = new CompactMap<>();
        for (int i = 0; i < STEPS; i++) {
            Key key = new Key(random.nextInt(200), hashes);
            if (random.nextInt(1000) == 0) {
                expected.clear();
                map.clear();
            } else if (random.nextBoolean()) {
                assertThat(map.put(key, i)).isEqualTo(expected.put(key, i));
            } else {
                assertThat(map.remove(key)).isEqualTo(expected.remove(key));
            }
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            assertThat(map.containsKey(key)).isEqualTo(expected.containsKey(key));
            assertThat(map.size()).isEqualTo(expected.size());
            if (i % 100 == 0) {
                assertThat(new HashMap<>(map)).isEqualTo(expected);
            }
        }
        assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected);
    }

    @Test
    void hasViews() {
        Map<String, Integer> map = new CompactMap<>();
        map.put("a", 1);
        map.put("b", 2);

        assertThat(map.keySet()).containsExactlyInAnyOrder("a", "b");
        assertThat(map.keySet().contains("a")).isTrue();
        assertThat(map.values()).containsExactlyInAnyOrder(1, 2);
        assertThatThrownBy(() -> map.values().removeIf(value -> value == 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesNull() {
        Map<String, Integer> map = new CompactMap<>();

        assertThatThrownBy(() -> map.put(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.put("a", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void noticesAChangeDuringAnIteration() {
        Map<String, Integer> map = new CompactMap<>();
        map.put("a", 1);
        map.put("b", 2);
        Iterator<String> names = map.keySet().iterator();
        names.next();
        map.remove("b");

        assertThatThrownBy(names::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesSets() {
        var set = CompactMap.<String>newSet();

        assertThat(set.add("a")).isTrue();
        assertThat(set.add("a")).isFalse();
        assertThat(set).containsExactly("a");
        assertThat(set.remove("a")).isTrue();
        assertThat(set).isEmpty();
    }

    /** A key that counts how often it is compared. */
    private record CountedKey(Object name, AtomicLong comparisons) {
        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof CountedKey that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    @Test
    void aCopyInTheOrderOfAnotherMapTakesAFewComparisonsForEachEntry() {
        AtomicLong comparisons = new AtomicLong();
        Map<CountedKey, Integer> map = new CompactMap<>();
        for (int i = 0; i < STEPS; i++) {
            map.put(new CountedKey("web-" + i, comparisons), i);
        }
        comparisons.set(0);

        Map<CountedKey, Integer> copy = new CompactMap<>();
        map.forEach(copy::put);

        assertThat(copy).hasSize(STEPS);
        assertThat(comparisons.get()).isLessThan(STEPS * 10L);
    }

    static Stream<IntFunction<Object>> chosen() {
        return Stream.of(
                i -> new ServiceName("default", collidingName(i)),
                i -> new SliceName("default", collidingName(i)),
                i -> Ip.v4(10 << 24 | i),
                i -> Ip.v6(0xfd00_0010_0096_0000L, i),
                CompactMapTest::neighbour);
    }

    /** A name as Kubernetes allows it; all of them have one {@code String.hashCode}. */
    private static String collidingName(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >>> bit & 1) == 0 ? "c2" : "ap")
                .collect(Collectors.joining());
    }

    /** Numbers that a map of 16,384 places would give one place, if its factors were known. */
    private static Integer neighbour(int number) {
        return number * 0x144CBC89 ^ 17 * 0x85EBCA6B;
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void keysThatTenantsChooseTakeAFewComparisonsForEachStep(IntFunction<Object> key) {
        AtomicLong comparisons = new AtomicLong();
        List<CountedKey> keys = IntStream.range(0, 10_000)
                .mapToObj(i -> new CountedKey(key.apply(i), comparisons))
                .toList();
        Map<CountedKey, Integer> map = new CompactMap<>();

        keys.forEach(one -> map.put(one, 1));
        keys.forEach(one -> assertThat(map.get(one)).isEqualTo(1));
        keys.forEach(map::remove);

        assertThat(map).isEmpty();
        assertThat(comparisons.get()).isLessThan(keys.size() * 30L);
    }
}
