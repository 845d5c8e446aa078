package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.Edits;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Stalls;
import io.kubeipvs.it.support.SynRetransmits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code loadBalancerSourceRanges} while they change. A client that is in none of them connects and sends datagrams all
 * the time, during a thousand edits, each in the kernel before the next (as many as go into half a minute, at least 100, on an
 * emulated machine; the test prints how many), and while the program ends, is killed and starts: not once does it get an
 * answer. A client that is in all of them is answered all the time.
 */
class SourceRangesKernelIT {
    private static final int SERVICES = 5;
    private static final String ALLOWED = "192.0.2.1";
    private static final String FORBIDDEN = "192.0.2.9";
    private static final String ALL = "0.0.0.0/0";
    private static final String FILE = "web.yaml";
    /** A reply has arrived before a call into the kernel returns, except for an emulated machine's pauses. */
    private static final int PATIENCE_MILLIS = 50;

    /** An emulated machine has to start the program beside it. */
    private static final int PAUSE_MILLIS = 5;

    private final Stalls stalls = Stalls.count();
    private KernelNamespace node;
    private Manifests manifests;
    private Pod pod;
    private Pod allowed;
    private Pod forbidden;
    private Program program;
    private Client served;
    private Client connecting;
    private Client sending;
    private final Datagrams datagrams = new Datagrams();
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        pod = new Pod(node, 1, "p1", "10.36.0.1");
        allowed = new Pod(node, 2, "allowed", ALLOWED);
        forbidden = new Pod(node, 3, "forbidden", FORBIDDEN);
    }

    @AfterEach
    void tearDown() throws Exception {
        clients.forEach(Client::close);
        datagrams.close(); // it would keep the client's namespace
        stalls.close();
        if (program != null) {
            program.close();
        }
        for (Pod each : List.of(pod, allowed, forbidden)) {
            each.close();
        }
        node.close();
    }

    @Test
    void noClientOutsideOfAllRangesIsServedWhileTheRangesChange() throws Exception {
        manifests.write(FILE, services(ALL));
        serve();
        try (Client whoIsIn = forbidden(this::connect)) {
            isAnswered(whoIsIn);
        }
        Edits edits = new Edits(manifests, FILE, program);
        edits.apply(services(ranges(0)));

        served = Client.of(() -> Pod.askTcp(allowed.namespace(), vip(0), 80), 50);
        connecting = forbidden(this::connect);
        sending = forbidden(datagrams::exchange);
        clients.addAll(List.of(served, connecting, sending));
        int made = edits.applyAll(SERVICES, round -> services(ranges(round + 1)));
        System.out.println("edits=" + made);
        onlyTheAllowedClientWasAnswered();

        program.terminate();
        manifests.write(FILE, services(ALLOWED + "/32", "198.51.100.0/24"));
        serve();
        connecting.awaitMore(50);
        program.kill();
        manifests.write(FILE, services(ALLOWED + "/32"));
        serve();
        onlyTheAllowedClientWasAnswered();

        manifests.write(FILE, services(ALL));
        for (Client each : List.of(connecting, sending)) {
            isAnswered(each); // so an answer would have been seen before
        }
    }

    private void onlyTheAllowedClientWasAnswered() throws Exception {
        for (Client each : clients) {
            each.awaitMore(20);
        }
        System.out.println("allowed=" + served + " connecting=" + connecting + " sending=" + sending);
        assertThat(clients).allMatch(each -> each.failure().isEmpty());
        assertThat(connecting.answers())
                .as("connections, all of them forbidden")
                .containsOnlyKeys("silence");
        assertThat(sending.answers()).as("datagrams, all of them forbidden").containsOnlyKeys("silence");
        assertThat(served.answers()).as("the allowed client").containsOnlyKeys("p1");
        assertThat(SynRetransmits.of(allowed.namespace()))
                .as("dropped packets of the allowed client")
                .isLessThanOrEqualTo(stalls.soFar());
    }

    private static void isAnswered(Client each) throws Exception {
        Await.until(
                "an answer to an allowed client",
                Duration.ofSeconds(60),
                () -> each.answers().containsKey("accepted"),
                each::toString);
    }

    private void serve() throws Exception {
        program = Program.serving(node, manifests.folder(), Program.EACH_ROUND);
    }

    private Client forbidden(Callable<String> question) throws Exception {
        return Client.in(forbidden.namespace(), question, PAUSE_MILLIS);
    }

    private int round;

    private String connect() {
        return Client.connect(vip(round++ % SERVICES), 80, PATIENCE_MILLIS);
    }

    /** Datagrams to one address after the other, and whatever comes back. */
    private static final class Datagrams implements AutoCloseable {
        private DatagramChannel channel;
        private int round;

        @Override
        public synchronized void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }

        synchronized String exchange() throws IOException {
            if (channel == null) {
                channel = DatagramChannel.open();
                channel.configureBlocking(false);
            }
            String to = vip(round++ % SERVICES);
            channel.send(ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress(InetAddress.getByName(to), 53));
            return channel.receive(ByteBuffer.allocate(512)) == null ? "silence" : "accepted";
        }
    }

    /** Sets of ranges that lie in, beside and across each other; the allowed are in each, the forbidden in none. */
    private static String[] ranges(int round) {
        return switch (round % 5) {
            case 0 -> new String[] {ALLOWED + "/32"};
            case 1 -> new String[] {ALLOWED + "/32", "198.51.100." + round % 250 + "/32"};
            case 2 -> new String[] {"192.0.2.0/30", "192.0.2.16/28"};
            case 3 -> new String[] {"192.0.2.0/29", "192.0.2.10/31", "2001:db8::/32"};
            default -> new String[] {"192.0.2.0/31", "192.0.2.2/31", "0.0.0.0/1"};
        };
    }

    private static String vip(int number) {
        return "203.0.113." + (number + 1);
    }

    private static String services(String... ranges) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < SERVICES; i++) {
            all.append("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: web-%1$d}
                    spec:
                      type: LoadBalancer
                      clusterIP: 10.96.0.%2$d
                      loadBalancerSourceRanges: ["%4$s"]
                      ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]
                    status: {loadBalancer: {ingress: [{ip: %3$s}]}}
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: web-%1$d, labels: {kubernetes.io/service-name: web-%1$d}}
                    addressType: IPv4
                    ports: [{name: http, port: 8080}, {name: dns, port: 8080, protocol: UDP}]
                    endpoints:
                    - addresses: [10.36.0.1]
                    ---
                    """.formatted(i, i + 1, vip(i), String.join("\", \"", ranges)));
        }
        return all.toString();
    }
}
