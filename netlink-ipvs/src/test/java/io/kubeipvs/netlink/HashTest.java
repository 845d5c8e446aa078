package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of a large cluster spread over a hash table as random numbers do. */
class HashTest {
    private static final int KEYS = 40_000;
    /** Of a {@code HashMap} with so many keys. */
    private static final int BUCKETS = 65_536;
    /** Random numbers use 29,900 buckets, with a deviation of about 90. */
    private static final long USED = 29_000;

    static Stream<Arguments> keys() {
        return Stream.of(
                keys("pods of a /16", HashTest::pod),
                keys("VIPs", HashTest::vip),
                keys(
                        "IPv6 VIPs",
                        i -> Address.of(Family.V6, new byte[] {
                            (byte) 0xfd, 0, 0, 0x10, 0, (byte) 0x96, 0, 0, 0, 0, 0, 0, 0, 0, (byte) (i >> 8), (byte) i
                        })),
                keys("virtual servers", i -> new IpvsService.AddressKey(vip(i / 2), 80 + i % 2 * 363, IpProtocol.TCP)),
                keys("real servers", i -> new IpvsDestination.Key(pod(i), 8080)),
                keys("values of addresses", i -> NftValue.address(vip(i))),
                keys("elements of frontends", HashTest::frontend),
                keys("elements of a map", i -> frontend(i).mapTo(Verdict.goTo("cluster"))),
                keys(
                        "elements of two addresses",
                        i -> NftElement.of(NftValue.address(pod(i)), NftValue.address(pod(i)))),
                keys(
                        "IPv6 addresses with one product",
                        i -> address(i, (i + (long) Family.V6.number()) * 0x9E3779B97F4A7C15L)),
                keys("IPv6 addresses of first bits", i -> address((long) i >>> 8 << 56, (long) i << 56)),
                keys("values of last bits", i -> NftValue.address(address(i >>> 8, i & 0xff))));
    }

    private static Address address(long high, long low) {
        return Address.of(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
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

    @Test
    void equalValuesHaveEqualHashes() {
        assertThat(frontend(7)).isEqualTo(frontend(7)).hasSameHashCodeAs(frontend(7));
        assertThat(NftValue.of((byte) 1, (byte) 2, (byte) 3))
                .hasSameHashCodeAs(NftValue.of((byte) 1, (byte) 2, (byte) 3));
        assertThat(vip(7)).hasSameHashCodeAs(Address.parse(vip(7).toString()));
    }

    private static Address vip(int i) {
        return Address.of(Family.V4, new byte[] {10, 96, (byte) (i >> 8), (byte) i});
    }

    private static Address pod(int i) {
        return Address.of(Family.V4, new byte[] {10, (byte) 244, (byte) (i >> 8), (byte) i});
    }

    private static NftElement frontend(int i) {
        return NftElement.of(NftValue.u8(6), NftValue.address(vip(i / 2)), NftValue.be16(80 + i % 2 * 363));
    }
}
