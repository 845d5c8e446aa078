package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of a large cluster spread over a hash table as random numbers do. */
class KeyHashTest {
    private static final int KEYS = 40_000;
    /** Of a {@code HashMap} with so many keys. */
    private static final int BUCKETS = 65_536;
    /** Random numbers use 29,900 buckets, with a deviation of about 90. */
    private static final long USED = 29_000;

    private static final int VIPS = 10 << 24 | 96 << 16;
    private static final int PODS = 10 << 24 | 244 << 16;

    static Stream<Arguments> keys() {
        return Stream.of(
                keys("VIPs", i -> Ip.v4(VIPS + i)),
                keys("IPv6 VIPs", i -> Ip.v6(0xfd00_0010_0096_0000L, i)),
                keys(
                        "virtual servers",
                        i -> new VirtualServer.Key(Ip.v4(VIPS + i / 2), 80 + i % 2 * 363, Protocol.TCP)),
                keys("real servers", i -> new RealServer.Key(Ip.v4(PODS + i), 8080)));
    }

    private static Arguments keys(String name, IntFunction<Object> key) {
        return Arguments.of(name, key);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void spread(String name, IntFunction<Object> key) {
        long used = IntStream.range(0, KEYS)
                .map(i -> key.apply(i).hashCode())
                .map(hash -> (hash ^ hash >>> 16) & BUCKETS - 1)
                .distinct()
                .count();
        assertThat(used).as(name).isGreaterThan(USED);
    }
}
