package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections and clients that outlive the program, or their pod's node. */
class DrainRestartKernelIT extends DrainHarness {
    @TempDir
    private Path state;

    @Test
    void aKilledProgramGoesOnWithTheTimeOfADrain() throws Exception {
        String[] flags = {"--state-dir", state.resolve("state").toString()};
        serve(P1);
        Conversation conversation;
        String before;
        try (Program program = Program.serving(node, manifests.folder(), flags)) {
            conversation = talk();
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            Await.until("a file of drains", Duration.ofSeconds(60), () -> !drains().isEmpty(), program::evidence);
            before = drains();
            program.kill();
        }
        Files.setLastModifiedTime(drainsFile().get(), FileTime.fromMillis(0));
        try (Program program = Program.serving(node, manifests.folder(), flags)) {
            Await.until(
                    "a newer file",
                    Duration.ofSeconds(60),
                    () -> Files.getLastModifiedTime(drainsFile().get()).toMillis() > 0,
                    program::evidence);
            assertThat(since(drains())).as("milliseconds since the boot").isCloseTo(since(before), within(1000L));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            conversation.close();
            kernelHas(program, rules("rr", P2 + " 1"));
            Await.until("no file", Duration.ofSeconds(60), () -> drainsFile().isEmpty(), program::evidence);
        }
    }

    private Optional<Path> drainsFile() throws IOException {
        Path folder = state.resolve("state");
        if (!Files.exists(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("drains."))
                    .findFirst();
        }
    }

    private String drains() throws IOException {
        Optional<Path> file = drainsFile();
        return file.isPresent() ? Files.readString(file.get()) : "";
    }

    private static long since(String drains) {
        return Long.parseLong(drains.replaceAll("(?s)^.*\"sinceMillis\":\"(\\d+)\".*$", "$1"));
    }

    @Test
    void aPodOnALostNodeIsCutOffIfTheOperatorChoseSo() throws Exception {
        manifests.write("n2.yaml", "apiVersion: v1\nkind: Node\nmetadata: {name: n2}\n");
        serveOn("n2", P1);
        try (Program program = Program.serving(node, manifests.folder(), "--cut-connections-of-lost-nodes");
                Conversation conversation = talk()) {
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            manifests.delete("n2.yaml");
            kernelHas(program, rules("rr", P2 + " 1"));
            assertThatThrownBy(() -> conversation.send("anybody?")).isInstanceOf(SocketException.class);
            assertThat(whoTalks()).isEqualTo("p2");
        }
    }

    /** The client loses one datagram at most, although its pod was removed while no program worked. */
    @Test
    void aUdpClientReachesALivePodAfterARestart() throws Exception {
        serveUdp(P1);
        try (DatagramSocket socket = client.namespace().call(() -> new DatagramSocket())) {
            try (Program program = Program.serving(node, manifests.folder())) {
                assertThat(ask(socket)).isEqualTo("p1");
                program.kill();
            }
            p1.namespace().run("ip", "link", "set", "eth0", "down");
            serveUdp(P2);
            try (Program program = Program.serving(node, manifests.folder())) {
                kernelHas(program, new TreeSet<>(Set.of("-A -u 10.96.0.1:80 -s rr", server("-u", P2 + ":8080", "1"))));
                assertThat(lostUntilAnswered(socket)).isLessThanOrEqualTo(1);
            }
        }
    }

    private static int lostUntilAnswered(DatagramSocket socket) throws IOException {
        for (int lost = 0; lost < 10; lost++) {
            try {
                assertThat(ask(socket, 2_000)).isEqualTo("p2");
                return lost;
            } catch (SocketTimeoutException e) {
                // It is counted.
            }
        }
        return 10;
    }

    private void serveOn(String nodeName, String endpoint) throws IOException {
        serve(endpoint);
        Path file = manifests.folder().resolve("web.yaml");
        String placed = Files.readString(file).replaceAll("- (addresses: .*)", "- {nodeName: " + nodeName + ", $1}");
        assertThat(placed).contains("nodeName");
        manifests.write("web.yaml", placed);
    }
}
