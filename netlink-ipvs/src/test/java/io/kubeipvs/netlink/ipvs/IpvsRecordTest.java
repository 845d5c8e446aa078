package io.kubeipvs.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpvsRecordTest {

    private static final Address ADDRESS = Address.parse("10.96.0.10");
    private static final IpvsService.Key KEY = new IpvsService.Key(ADDRESS, 53, IpProtocol.TCP);

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void portsHaveSixteenBits(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService.Key(ADDRESS, port, IpProtocol.TCP))
                .withMessage("port " + port + ": allowed are 0 to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsDestination.Key(ADDRESS, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen-letters-", "r r", "r\u00f6"})
    void schedulersAreShortAscii(String scheduler) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, scheduler, 0, 0))
                .withMessageContaining("allowed are 1 to 15 printable ASCII characters");
    }

    @Test
    void theKernelsOwnFlagIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IpvsService(KEY, "rr", 0x3, 0))
                .withMessage("flag 0x2 (HASHED) is the kernel's own");
    }

    @Test
    void weightsAndTimeoutsAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IpvsService(KEY, "rr", 0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new IpvsDestination(new IpvsDestination.Key(ADDRESS, 53), -1, ForwardMethod.MASQUERADE));
    }
}
