package io.kubeipvs.netlink.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpsetClientTest {
    private static final int PROTOCOL = 4097;
    private static final int BUSY = 4100;

    @Test
    void aKernelWithoutIpsetHasNoSets() throws Exception {
        assertThat(IpsetClient.over(refusing(Errno.EINVAL.code())).sets()).isEmpty();
    }

    @Test
    void otherRefusalsAreRefusals() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IpsetClient.over(refusing(Errno.EPERM.code())).sets())
                .withMessageStartingWith("list sets refused: EPERM");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IpsetClient.over(refusing(PROTOCOL)).sets())
                .withMessageStartingWith("list sets refused: IPSET_ERR_PROTOCOL");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> IpsetClient.over(refusing(Errno.ENOENT.code())).flush("web"))
                .withMessageStartingWith("flush set web refused: ENOENT");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IpsetClient.over(refusing(BUSY)).destroy("web"))
                .withMessageStartingWith("destroy set web refused: IPSET_ERR_BUSY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\0", "web\0", "a name of more than 31 characters"})
    void aRequestWithoutASetIsNeverSent(String name) {
        ScriptedTransport kernel = new ScriptedTransport((requests, replies) -> {
            throw new AssertionError("sent " + requests);
        });
        IpsetClient client = IpsetClient.over(kernel);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.flush(name))
                .withMessage("set name \"" + name + "\": allowed are 1 to 31 bytes without NUL, not all of them blank");
        assertThatIllegalArgumentException().isThrownBy(() -> client.destroy(name));
    }

    @Test
    void closesItsTransport() throws Exception {
        ScriptedTransport kernel = new ScriptedTransport((requests, replies) -> {});

        IpsetClient.over(kernel).close();

        assertThat(kernel.isClosed()).isTrue();
    }

    private static ScriptedTransport refusing(int errno) {
        return new ScriptedTransport(
                (requests, replies) -> replies.datagram(Wire.ack(requests.get(0).sequence(), errno)));
    }
}
