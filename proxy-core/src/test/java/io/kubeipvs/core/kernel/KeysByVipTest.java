package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysByVipTest {
    private static final long SEED = 1;

    @Test
    void hasTheKeysOfEachAddressAfterAnyChanges() {
        Random random = new Random(SEED);
        KeysByVip keys = new KeysByVip();
        Set<VirtualServer.Key> expected = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            VirtualServer.Key key =
                    new VirtualServer.Key(Ip.v4(random.nextInt(2)), 1 + random.nextInt(4), Protocol.TCP);
            if (random.nextBoolean()) {
                keys.add(key);
                expected.add(key);
            } else {
                keys.remove(key);
                expected.remove(key);
            }
            assertThat(keys.of(key.vip()))
                    .isEqualTo(expected.stream()
                            .filter(other -> other.vip().equals(key.vip()))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void hasNoneAfterClear() {
        KeysByVip keys = new KeysByVip();
        for (int port = 1; port < 4; port++) {
            keys.add(new VirtualServer.Key(Ip.v4(1), port, Protocol.TCP));
        }
        keys.add(new VirtualServer.Key(Ip.v4(2), 1, Protocol.TCP));
        keys.clear();

        assertThat(keys.of(Ip.v4(1))).isEmpty();
        assertThat(keys.of(Ip.v4(2))).isEmpty();
    }
}
