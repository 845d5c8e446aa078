package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
                keys("real servers", i -> new RealServer.Key(Ip.v4(PODS + i), 8080)),
                keys("Services with one hash of their names", i -> new ServiceName("default", collidingName(i))),
                keys("slices with one hash of their names", i -> new SliceName("default", collidingName(i))),
                keys("IPv6 addresses with one product", KeyHashTest::collidingIp),
                keys("IPv6 addresses of first bits", i -> Ip.v6((long) i >>> 8 << 56, (long) i << 56)),
                keys("real servers whose ports compensate", KeyHashTest::collidingServer));
    }

    /** A name as Kubernetes allows it; all of them have one {@code String.hashCode}. */
    private static String collidingName(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >>> bit & 1) == 0 ? "c2" : "ap")
                .collect(Collectors.joining());
    }

    /** Addresses with one {@code high * factor ^ low} for a factor that is known. */
    private static Ip collidingIp(int number) {
        long high = 0x2001_0db8_0000_0000L + number;
        return Ip.v6(high, high * 0x9E3779B97F4A7C15L);
    }

    /** Servers with one {@code 31 * hash + port}, where the address's hash mixes its bits with a factor that is known. */
    private static RealServer.Key collidingServer(int number) {
        int step = number % 2_000;
        int hash = number / 2_000 * 0x0101_0000 - step;
        return new RealServer.Key(Ip.v4((hash ^ hash >>> 16) * 0x144CBC89), 1 + 31 * step);
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
