package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.NetlinkCapture;
import io.kubeipvs.it.support.NodeOfKubeProxy;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.TakeoverNode;
import io.kubeipvs.it.support.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kube-ipvs plan} on a node with the state that a real kube-proxy laid down: it changes nothing, and {@code run} then
 * makes exactly the changes that it printed.
 */
class PlanKernelIT {
    /** {@code NETLINK_SOCK_DIAG} and {@code NETLINK_NETFILTER} of {@code include/uapi/linux/netlink.h}. */
    private static final int SOCK_DIAG = 4;

    private static final int NETFILTER = 12;
    private static final int NFNL_SUBSYS_IPSET = 6;
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int CTRL = 16;
    private static final int CTRL_CMD_GETFAMILY = 3;

    /** {@code IPVS_CMD_GET_SERVICE}, {@code _DEST}, {@code _CONFIG} and {@code _INFO}. */
    private static final Set<Integer> IPVS_READS = Set.of(4, 8, 13, 15);

    /** {@code NFT_MSG_GET…}: table, chain, rule, set, elements, generation. */
    private static final Set<Integer> NFT_READS = Set.of(1, 4, 7, 10, 13, 16);

    /** {@code IPSET_CMD_PROTOCOL}, {@code _LIST} and {@code _SAVE}. */
    private static final Set<Integer> IPSET_READS = Set.of(1, 7, 8);

    /** A line of {@code ipvsadm -Sn}: the protocol, the virtual server, its real server or none, and the rest. */
    private static final Pattern SERVER = Pattern.compile("-([Aa]) -([tuf]|-sctp-service) (\\S+)(?: -r (\\S+))?(.*)");

    private static final Map<String, String> PROTOCOLS = Map.of("t", "TCP", "u", "UDP", "-sctp-service", "SCTP");

    private static final String FOREIGN = "TCP 192.0.2.200:6443";

    private TakeoverNode takeover;
    private KernelNamespace node;
    private Witness witness;

    @BeforeEach
    void setUp() throws Exception {
        takeover = new TakeoverNode();
        node = takeover.namespace();
        witness = new Witness(node);
        NodeOfKubeProxy.layDown(node, "nft");
        node.run("ipset", "create", "KUBE-FOREIGN", "hash:ip");
        ipvsadm(
                "-A -t 192.0.2.200:6443 -s wlc",
                "-a -t 192.0.2.200:6443 -r 192.0.2.9:6443 -m",
                "-E -t 10.97.1.3:6379 -s wrr",
                "-a -t " + NodeOfKubeProxy.TALK_VIP + ":" + NodeOfKubeProxy.TALK_PORT + " -r 10.200.0.77:9 -m");
        node.run("ip", "addr", "add", "10.97.1.250/32", "dev", "kube-ipvs0");
    }

    @AfterEach
    void tearDown() throws Exception {
        takeover.close();
    }

    @Test
    void runMakesExactlyThePlannedChanges() throws Exception {
        String before = kernel();
        JsonNode plan;
        try (NetlinkCapture capture = NetlinkCapture.start(node)) {
            plan = json(plan("-o", "json"));
            assertThat(capture.requests()).isNotEmpty().allMatch(PlanKernelIT::isRead);
        }
        node.run("ip", "link", "delete", "nlmon0");
        assertThat(kernel()).isEqualTo(before);

        Map<String, String> servers = servers();
        Set<String> vips = witness.vips();
        Set<String> tables = lines("nft", "list", "tables");
        Set<String> sets = lines("ipset", "list", "-n");
        Map<String, String> settings = settings(plan);
        assertThat(settings).isNotEmpty();
        assertThat(read(settings.keySet())).as("not set yet").isNotEqualTo(settings);
        try (Program program = takeover.serve(Program.EACH_ROUND)) {
            program.awaitLog("kube_proxy_rules_removed");
            assertThat(operations(program.log())).isEqualTo(operations(plan));
            Map<String, String> served = servers();
            isAsPlanned(plan, servers, served);
            assertThat(gone(witness.vips(), vips)).isEqualTo(objects(plan, "ADD", "VIP"));
            assertThat(gone(vips, witness.vips())).isEqualTo(objects(plan, "REMOVE", "VIP"));
            assertThat(gone(lines("nft", "list", "tables"), tables))
                    .isEqualTo(prefixed("table ", objects(plan, "ADD", "table of the packet filter")));
            assertThat(objects(plan, "REMOVE", "ipset of kube-proxy")).isEqualTo(gone(sets, Set.of("KUBE-FOREIGN")));
            assertThat(read(settings.keySet())).isEqualTo(settings);
            assertThat(objects(plan, "REMOVE", "chain of kube-proxy")).hasSize(22);
            assertThat(program.log()).contains("kube_proxy_rules_removed chains=22 ");
            assertThat(plan.get("stays").get("foreign"))
                    .extracting(JsonNode::asString)
                    .containsExactly(FOREIGN);
            assertThat(witness.ipvsadm()).contains("-A -t 192.0.2.200:6443 -s wlc");

            // Servers without connections drain for a moment, and the program remembers them in a file.
            Await.until(() -> assertThat(kernel()).doesNotContain("drains."));
            // The kernel lets a set go some time after the last rule that names it.
            Await.until(() -> assertThat(lines("ipset", "list", "-n")).containsExactly("KUBE-FOREIGN"));
            String after = kernel();
            assertThat(plan("-o", "text"))
                    .contains("Nothing to do. Nothing was changed.\nstatus=0\n")
                    .contains("1 virtual server of other programs or excluded ranges: " + FOREIGN + "\n");
            assertThat(kernel()).isEqualTo(after);
        }
    }

    @Test
    void printsTheChangesInGroups() {
        assertThat(plan())
                .startsWith("Adopts    23 virtual servers, 42 real servers, 13 VIPs as they are\nChanges   ~ ")
                .contains(
                        "(0 -> 1)\n",
                        "          ~ 1 virtual server: TCP 10.97.1.3:6379 (scheduler wrr -> rr, flags 0x0 -> 0x1, affinity 0 s"
                                + " -> 10800 s)\n",
                        "Adds      + 5 tables of the packet filter: ip kube-proxy, ip6 kube-proxy, ip kube-ipvs, and 2 more\n",
                        "          + 1 virtual server by mark: FWM 0x691b715d\n",
                        "Removes   - 2 VIPs: 10.96.0.1, 10.97.1.250\n",
                        "          - 1 virtual server: TCP 10.96.0.1:443\n",
                        "          - 22 chains of kube-proxy: ",
                        "          - 34 ipsets of kube-proxy: ",
                        "Drains    - 1 real server: TCP 10.97.50.50:81 -> 10.200.0.77:9\n",
                        "Stays     1 virtual server of other programs or excluded ranges: TCP 192.0.2.200:6443\n")
                .endsWith(" changes, 0 connections cut. Nothing was changed.\nstatus=4\n");
    }

    private void ipvsadm(String... commands) {
        Stream.of(commands).forEach(command -> node.run("sh", "-c", "ipvsadm " + command));
    }

    /** Standard output, and the exit status at the end. */
    private String plan(String... more) {
        List<String> words = new ArrayList<>(List.of(Program.LAUNCHER.toString(), "plan"));
        words.addAll(takeover.flags());
        words.addAll(List.of("--manifests", takeover.manifests().folder().toString()));
        words.addAll(List.of(more));
        return node.run("sh", "-c", String.join(" ", words) + " 2>/dev/null; echo status=$?");
    }

    private static JsonNode json(String output) {
        int end = output.indexOf("status=");
        assertThat(output.substring(end)).isEqualTo("status=4\n");
        return JsonMapper.shared().readTree(output.substring(0, end));
    }

    /** Everything that the program can change, as the tools of others see it. */
    private String kernel() {
        return node.run(
                "sh",
                "-c",
                "ipvsadm -Sn; ip -oneline link | grep -v nlmon; ip -oneline address; nft -s list ruleset; ipset save; ls "
                        + takeover.flags().get(3)
                        + " 2>&1; sysctl -a 2>/dev/null | grep -E '^net.(ipv4.vs|ipv4.ip_forward|"
                        + "ipv4.conf.all.arp|ipv6.conf.all.forw|netfilter)' | grep -v conntrack_count");
    }

    private static boolean isRead(NetlinkCapture.Request request) {
        return switch (request.protocol()) {
            case NetlinkCapture.ROUTE -> (request.type() & 3) == 2; // RTM_GET…
            case SOCK_DIAG -> true; // answers questions only
            case NetlinkCapture.GENERIC -> {
                int command = request.payload().get(0);
                yield request.type() == CTRL ? command == CTRL_CMD_GETFAMILY : IPVS_READS.contains(command);
            }
            case NETFILTER -> {
                int command = request.type() & 0xff;
                yield switch (request.type() >> 8) {
                    case NFNL_SUBSYS_NFTABLES -> NFT_READS.contains(command);
                    case NFNL_SUBSYS_IPSET -> IPSET_READS.contains(command);
                    default -> false;
                };
            }
            default -> false;
        };
    }

    private Set<String> lines(String... command) {
        return new TreeSet<>(node.run(command).lines().toList());
    }

    private static void isAsPlanned(JsonNode plan, Map<String, String> before, Map<String, String> served) {
        Set<String> removed = gone(before.keySet(), served.keySet());
        // A server without connections drains for a moment: it may be gone by now.
        Set<String> drained = new TreeSet<>(ipvsObjects(plan, "DRAIN"));
        drained.retainAll(removed);
        removed.removeAll(drained);
        assertThat(removed).isEqualTo(ipvsObjects(plan, "REMOVE"));
        assertThat(gone(served.keySet(), before.keySet())).isEqualTo(ipvsObjects(plan, "ADD"));
        drained.addAll(differing(before, served));
        assertThat(drained).isEqualTo(ipvsObjects(plan, "CHANGE", "DRAIN"));
    }

    private static Set<String> gone(Set<String> from, Set<String> still) {
        Set<String> gone = new TreeSet<>(from);
        gone.removeAll(still);
        return gone;
    }

    private static Set<String> differing(Map<String, String> some, Map<String, String> others) {
        return some.keySet().stream()
                .filter(key -> others.containsKey(key) && !others.get(key).equals(some.get(key)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The virtual servers and real servers that ipvsadm shows, by the name that the program has for them. */
    private Map<String, String> servers() {
        Map<String, String> servers = new TreeMap<>();
        for (String line : witness.ipvsadm()) {
            Matcher parts = SERVER.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            String key = parts.group(2).equals("f")
                    ? String.format("FWM 0x%08x", Integer.parseUnsignedInt(parts.group(3)))
                    : PROTOCOLS.get(parts.group(2)) + " " + parts.group(3);
            String name = key + (line.contains(" -6") ? " IPv6" : "");
            servers.put(parts.group(4) == null ? name : name + " -> " + parts.group(4), parts.group(5));
        }
        return servers;
    }

    private static Set<String> ipvsObjects(JsonNode plan, String... actions) {
        Set<String> objects = new TreeSet<>();
        for (String action : actions) {
            for (String kind : List.of("virtual server", "virtual server by mark", "real server")) {
                objects.addAll(objects(plan, action, kind));
            }
        }
        return objects;
    }

    private static Set<String> prefixed(String prefix, Set<String> all) {
        return all.stream().map(prefix::concat).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> changes(JsonNode plan, Predicate<JsonNode> which) {
        return StreamSupport.stream(plan.get("changes").spliterator(), false).filter(which);
    }

    private static Set<String> objects(JsonNode plan, String action, String kind) {
        return changes(
                        plan,
                        change -> change.get("action").asString().equals(action)
                                && change.get("kind").asString().equals(kind))
                .map(change -> change.get("object").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> settings(JsonNode plan) {
        Map<String, String> settings = new TreeMap<>();
        changes(plan, change -> change.get("kind").asString().equals("kernel setting"))
                .filter(change -> change.get("object").asString().startsWith("net."))
                .forEach(change -> settings.put(
                        change.get("object").asString(),
                        change.get("detail").asString().replaceAll(".* -> ", "")));
        return settings;
    }

    private Map<String, String> read(Set<String> keys) {
        Map<String, String> values = new TreeMap<>();
        keys.forEach(key -> values.put(key, node.run("sysctl", "-n", key).strip()));
        return values;
    }

    private static List<String> operations(JsonNode plan) {
        return StreamSupport.stream(plan.get("operations").spliterator(), false)
                .map(JsonNode::asString)
                .map(PlanKernelIT::inOrder)
                .sorted()
                .toList();
    }

    /** The configuration of the node has sets, whose order is another one in each run. */
    private static String inOrder(String operation) {
        return operation.startsWith("node filter configuration")
                ? Stream.of(operation.split("[\\[\\], ]+")).sorted().collect(Collectors.joining(" "))
                : operation;
    }

    /** Those of the first sync, as the program logged them. */
    private static List<String> operations(String log) {
        Matcher lines =
                Pattern.compile("operation op=\"(.*)\" outcome=\"Applied").matcher(log);
        return lines.results().map(line -> inOrder(line.group(1))).sorted().toList();
    }
}
