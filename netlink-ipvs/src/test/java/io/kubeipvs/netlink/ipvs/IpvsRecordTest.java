package io.kubeipvs.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpvsRecordTest {
    private static final Address ADDRESS = Address.parse("10.96.0.10");
    private static final IpvsService.Key KEY = new IpvsService.AddressKey(ADDRESS, 53, IpProtocol.TCP);
    private static final IpvsDestination SERVER =
            new IpvsDestination(new IpvsDestination.Key(ADDRESS, 53), 1, ForwardMethod.MASQUERADE);

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void portsHaveSixteenBits(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService.AddressKey(ADDRESS, port, IpProtocol.TCP))
                .withMessage("port " + port + ": allowed are 0 to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsDestination.Key(ADDRESS, port));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsTunnel(TunnelType.GUE, port, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen-letters-", "r r", "r\u00f6"})
    void schedulersAreShortAscii(String scheduler) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, scheduler))
                .withMessageContaining("allowed are 1 to 15 printable ASCII characters");
    }

    @Test
    void persistenceEnginesAreShortAsciiOrNone() {
        assertThat(new IpvsService(KEY, "rr").persistenceEngine()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, "rr").withPersistenceEngine("s p"))
                .withMessage("persistence engine \"s p\": allowed are 0 to 15 printable ASCII characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void flagsThatFollowFromOtherComponentsAreRefused(int flags) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, "rr").withFlags(flags))
                .withMessage("flags 0x" + flags
                        + ": 0x1 (PERSISTENT) follows from persistence, 0x2 (HASHED) is the kernel's own");
    }

    @Test
    void noMarkIsZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService.MarkKey(Family.V4, 0))
                .withMessage("mark 0: is no mark");
    }

    @Test
    void weightsTimeoutsAndThresholdsAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsService(KEY, "rr").withPersistence(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsDestination(SERVER.key(), -1, ForwardMethod.MASQUERADE));
        assertThatIllegalArgumentException().isThrownBy(() -> SERVER.withThresholds(-1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> SERVER.withThresholds(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsTimeouts(0, 0, -1));
    }

    @Test
    void aLowerThresholdIsNotAboveTheUpper() {
        assertThat(SERVER.withThresholds(7, 7).lowerThreshold()).isEqualTo(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SERVER.withThresholds(7, 8))
                .withMessage("thresholds 7 and 8: must not be negative, nor the lower above the upper");
    }

    @Test
    void aTunnelIsForTunnelling() {
        IpvsTunnel gre = new IpvsTunnel(TunnelType.GRE, 0, 0);

        assertThat(SERVER.withTunnel(gre).forward()).isEqualTo(ForwardMethod.TUNNEL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsDestination(SERVER.key(), 1, ForwardMethod.DIRECT, 0, 0, gre));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsTunnel(256, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsTunnel(0, 0, 0x10000));
    }

    @ParameterizedTest
    @CsvSource({
        "V4, 0, 0.0.0.0",
        "V4, 24, 255.255.255.0",
        "V4, 32, 255.255.255.255",
        "V6, 1, 8000::",
        "V6, 64, ffff:ffff:ffff:ffff::",
        "V6, 65, ffff:ffff:ffff:ffff:8000::",
        "V6, 128, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void prefixesAreMasks(Family family, int length, String mask) {
        assertThat(Netmask.of(family, length)).isEqualTo(Address.parse(mask));
        assertThat(Netmask.prefixLength(Address.parse(mask))).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"V4, -1, 0 to 32", "V4, 33, 0 to 32", "V6, 0, 1 to 128", "V6, 129, 1 to 128"})
    void prefixesHaveTheirFamilysLengths(Family family, int length, String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Netmask.of(family, length))
                .withMessage("prefix length " + length + ": allowed are " + allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "ffff::1", "::ffff"})
    void masksOfSixAreOnePrefix(String mask) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService.Persistence(600, Address.parse(mask)))
                .withMessageEndingWith(": allowed are prefixes of 1 to 128 bits");
    }

    @Test
    void aMaskIsOfItsServicesFamily() {
        Optional<IpvsService.Persistence> six = Optional.of(new IpvsService.Persistence(600, Address.parse("ffff::")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, "rr", 0, six, ""))
                .withMessage("netmask ffff::: is not of the virtual server's family");
    }

    @Test
    void flushAndZeroCannotBeAskedFor() throws Exception {
        int zero = 16;
        int flush = 17;
        for (Field command : IpvsCommand.class.getDeclaredFields()) {
            if (command.getType() == int.class) {
                assertThat(command.getInt(null)).as(command.getName()).isNotIn(zero, flush);
            }
        }
        assertThat(Arrays.stream(IpvsClient.class.getMethods()).map(method -> method.getName()))
                .noneMatch(name -> name.contains("flush") || name.contains("zero"));
    }
}
