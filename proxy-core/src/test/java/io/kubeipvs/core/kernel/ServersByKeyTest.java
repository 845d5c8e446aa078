package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServersByKeyTest {
    private static final int SERVERS = 100;

    @Test
    void isTheMapThatItIsACopyOf() {
        Random random = new Random(1);
        Map<RealServer.Key, RealServer> expected = new HashMap<>();
        for (int i = 0; i <= SERVERS; i++) {
            Map<RealServer.Key, RealServer> servers = ServersByKey.copyOf(expected);

            assertThat(servers).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(servers);
            assertThat(servers.keySet()).isEqualTo(expected.keySet());
            assertThat(servers.values()).containsExactlyInAnyOrderElementsOf(expected.values());
            expected.forEach((key, server) -> assertThat(servers.get(key)).isEqualTo(server));
            RealServer.Key key = key(random);
            assertThat(servers.containsKey(key)).isEqualTo(expected.containsKey(key));
            assertThat(servers.keySet().containsAll(Set.of(key))).isEqualTo(expected.containsKey(key));
            expected.put(key, new RealServer(key, i));
        }
    }

    private static RealServer.Key key(Random random) {
        Ip address = random.nextBoolean() ? Ip.v4(random.nextInt()) : Ip.v6(random.nextLong(), random.nextInt(3));
        return new RealServer.Key(address, 1 + random.nextInt(3));
    }
}
