package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Markdown;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.NodeOfKubeProxy;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.TakeoverNode;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * docs/migrate.md, followed from its first command to its last on a node with the state that a real kube-proxy laid down. The
 * commands of kube-ipvs run as they are written. No API server exists here: what a line of kubectl brings about on the node
 * is done instead, and a line that this test does not know fails it.
 */
class MigrationGuideKernelIT {
    private static final Path PAGE = Path.of("docs/migrate.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Lines that change or show objects of the cluster, and nothing on this node at this step. */
    private static final Pattern OF_THE_CLUSTER = Pattern.compile(
            "kubectl -n kube-system (?:get|logs|delete|rollout status|patch daemonset kube-proxy) .*|helm (?:install|upgrade) .*"
                    + "|kubectl label node --all .*");

    /** For a proxy in another mode. CleanupKernelIT runs it. */
    private static final String NOT_ON_THIS_WAY = "kube-ipvs cleanup";

    private TakeoverNode node;
    private Program program;
    private final Map<String, String> outputs = new TreeMap<>();

    @BeforeEach
    void setUp() throws Exception {
        node = new TakeoverNode();
        NodeOfKubeProxy.layDown(node.namespace(), "nft");
    }

    @AfterEach
    void tearDown() throws Exception {
        if (program != null) {
            program.close();
        }
        node.close();
    }

    @Test
    void leadsFromKubeProxyToKubeIpvsAndBack() throws Exception {
        Witness witness = new Witness(node.namespace());
        List<String> before = witness.ipvsadm().stream()
                .filter(line -> !line.contains(" 10.96.0.1:443 ")) // default/kubernetes, which is no manifest
                .toList();
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(12);
        try (Conversation conversation =
                Conversation.open(node.outsider(), NodeOfKubeProxy.TALK_VIP, NodeOfKubeProxy.TALK_PORT)) {
            for (String command : commands) {
                assertThat(conversation.send("before")).as(command).isEqualTo("p1 before");
                follow(command);
                assertThat(conversation.send("after")).as(command).isEqualTo("p1 after");
            }
        }
        assertThat(shown())
                .hasSize(2)
                .allSatisfy(line -> assertThat(outputs.get("plan-pod")).contains(line));
        goodSigns()
                .forEach((command, signs) -> assertThat(signs)
                        .as("kube-ipvs %s: %s", command, outputs)
                        .allSatisfy(sign -> assertThat(outputs.get(command)).contains(sign)));
        assertThat(witness.ipvsadm()).containsAll(before);
        assertThat(node.namespace().run("iptables-nft-save")).contains(":KUBE-SERVICES ");
        assertThat(node.namespace().run("nft", "list", "tables"))
                .doesNotContain("table ip kube-proxy", "table ip6 kube-proxy");
    }

    private void follow(String command) throws Exception {
        if (command.startsWith("kubectl apply -f kube-ipvs-plan.yaml")) {
            outputs.put("plan-pod", kubeIpvs(commandOfThePod()));
        } else if (command.equals("kubectl label node worker-3 kube-ipvs=yes")) {
            program = node.serve();
            program.awaitLog("kube_proxy_rules_removed chains=22 ");
            try (Conversation fresh =
                    Conversation.open(node.insider(), NodeOfKubeProxy.TALK_VIP, NodeOfKubeProxy.TALK_PORT)) {
                assertThat(fresh.send("new")).isEqualTo("p1 new");
            }
        } else if (command.equals("kubectl label node worker-3 kube-ipvs-")) {
            assertThat(program.terminate()).isZero();
            node.handBack();
        } else if (command.contains(" -- kube-ipvs ")) {
            String call = command.substring(command.indexOf(" -- kube-ipvs ") + " -- kube-ipvs ".length());
            outputs.put(call.split(" ")[0] + (call.contains("--problems") ? " --problems" : ""), kubeIpvs(call));
        } else {
            assertThat(command)
                    .matches(line -> line.equals(NOT_ON_THIS_WAY)
                            || OF_THE_CLUSTER.matcher(line).matches());
        }
    }

    /** Runs it on the node. Its configuration and its folders are where the node has them. */
    private String kubeIpvs(String call) throws Exception {
        List<String> words = new ArrayList<>(List.of(Program.LAUNCHER.toString()));
        List<String> flags = node.flags();
        for (String word : call.split(" ")) {
            words.add(word.startsWith("--config=") ? "--config=" + flags.get(flags.indexOf("--config") + 1) : word);
        }
        words.addAll(List.of("--state-dir", flags.get(flags.indexOf("--state-dir") + 1)));
        if (call.startsWith("plan")) {
            words.addAll(List.of("--manifests", node.manifests().folder().toString()));
        }
        return node.namespace().run("sh", "-c", String.join(" ", words) + " 2>&1; true");
    }

    /** The fenced commands of the ways there and back, in their order. */
    private static List<String> commands() throws Exception {
        String page = Files.readString(Markdown.ROOT.resolve(PAGE));
        String way = page.substring(page.indexOf("## From kube-proxy"), page.indexOf("## From kube-router"));
        return Markdown.blocks(PAGE).stream()
                .filter(block -> block.language().isEmpty() && way.contains(block.text()))
                .flatMap(block -> block.commands().stream())
                .filter(command -> command.startsWith("k") || command.startsWith("helm "))
                .toList();
    }

    /** The arguments of kube-ipvs in the page's Pod. */
    private static String commandOfThePod() throws Exception {
        return Markdown.blocks(PAGE).stream()
                .filter(block -> block.language().equals("yaml"))
                .flatMap(block -> Pattern.compile("command: \\[kube-ipvs, ([^]]+)]")
                        .matcher(block.text())
                        .results())
                .map(match -> match.group(1).replace(", ", " "))
                .collect(Collectors.joining());
    }

    /** The lines of the plan's output that the page shows. */
    private static List<String> shown() throws Exception {
        return Markdown.blocks(PAGE).stream()
                .filter(block -> block.text().startsWith("Adopts "))
                .flatMap(block -> block.text().lines())
                .filter(line -> !line.equals("..."))
                .toList();
    }

    /** The texts that the page's table of good signs promises, by command. */
    private static Map<String, List<String>> goodSigns() throws Exception {
        List<MatchResult> rows = Pattern.compile("(?m)^\\| `([a-z -]+)` \\| (.+) \\|$")
                .matcher(Files.readString(Markdown.ROOT.resolve(PAGE)))
                .results()
                .filter(row -> row.group(1).matches("status|services --problems|explain|plan"))
                .toList();
        assertThat(rows).hasSize(4);
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> CODE.matcher(row.group(2))
                                .results()
                                .map(code -> code.group(1))
                                .toList()));
    }
}
