package io.kubeipvs.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of kube-proxy 1.36.2 in IPVS mode on a node {@code node-a}, recorded from it, and here laid down again
 * by the tools of others: virtual servers, link, sets and rules. To the record comes one Service more, {@code talk},
 * with which {@link Conversation conversations} can be held.
 */
public final class NodeOfKubeProxy {
    public static final Path RECORD =
            Path.of("src", "test", "resources", "kube-proxy-1.36.2").toAbsolutePath();
    public static final String TALK_VIP = "10.97.50.50";
    public static final int TALK_PORT = 81;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TALK_SETS =
            List.of("add KUBE-CLUSTER-IP " + TALK_VIP + ",tcp:" + TALK_PORT, "add KUBE-IPVS-IPS " + TALK_VIP);
    private static final List<String> TALK_SERVERS = List.of(
            "-A -t " + TALK_VIP + ":" + TALK_PORT + " -s rr",
            "-a -t " + TALK_VIP + ":" + TALK_PORT + " -r 10.200.0.11:" + Pod.TALK_PORT + " -m -w 1");

    private NodeOfKubeProxy() {}

    /** Gives a namespace the addresses that the node had. */
    public static void giveAddresses(KernelNamespace node) {
        node.run("ip", "link", "add", "eth0", "type", "dummy");
        node.run("ip", "link", "set", "eth0", "up");
        for (String address : List.of("192.168.77.10/24", "10.0.2.15/24")) {
            node.run("ip", "addr", "add", address, "dev", "eth0");
        }
        for (String address : List.of("fd00:77::10/64", "fec0::5054:ff:fe12:3456/64")) {
            node.run("ip", "addr", "add", address, "dev", "eth0", "nodad");
        }
    }

    /** Lays everything down. The rules by iptables of this kind, {@code nft} or {@code legacy}. */
    public static void layDown(KernelNamespace node, String kind) throws IOException {
        restoreSets(node);
        RecordedKubeProxy.restoreRules(node, kind);
        restoreServers(node);
        node.run("ip", "link", "add", "kube-ipvs0", "type", "dummy");
        for (String vip : vips()) {
            node.run("ip", "addr", "add", vip + (vip.contains(":") ? "/128" : "/32"), "dev", "kube-ipvs0");
        }
    }

    /** Makes the sets of kube-proxy. */
    public static void restoreSets(KernelNamespace node) {
        RecordedKubeProxy.restoreSets(node);
        for (String set : TALK_SETS) {
            node.run("sh", "-c", "ipset " + set);
        }
    }

    private static void restoreServers(KernelNamespace node) throws IOException {
        Path file = Files.createTempFile("servers-", ".txt");
        Files.write(file, servers());
        node.run("sh", "-c", "ipvsadm -R < " + file);
        Files.delete(file);
    }

    /** The lines of {@code ipvsadm -Sn} as kube-proxy left them. */
    public static Set<String> servers() throws IOException {
        Set<String> servers = new TreeSet<>(TALK_SERVERS);
        Files.readAllLines(RecordedKubeProxy.file("ipvsadm-Sn.txt")).forEach(line -> servers.add(line.strip()));
        return servers;
    }

    /** Its VIPs. */
    public static Set<String> vips() throws IOException {
        Set<String> vips = new TreeSet<>(Set.of(TALK_VIP));
        JsonNode link =
                JSON.readTree(RecordedKubeProxy.file("ip-addr-kube-ipvs0.json").toFile());
        link.get(0)
                .get("addr_info")
                .forEach(address -> vips.add(address.get("local").asString()));
        return vips;
    }

    /**
     * The Services that it served, except {@code default/kubernetes}, which is gone since; as a folder of manifests.
     */
    public static Manifests manifests() throws IOException {
        Manifests manifests = Manifests.create();
        List<ObjectNode> objects = new ArrayList<>();
        read("services.json", "v1", "Service", objects);
        read("endpointslices.json", "discovery.k8s.io/v1", "EndpointSlice", objects);
        StringBuilder text = new StringBuilder();
        for (ObjectNode object : objects) {
            text.append(JSON.writeValueAsString(object)).append("\n---\n");
        }
        manifests.write("recorded.yaml", text.toString());
        manifests.write(
                "talk.yaml",
                Manifests.web("talk", TALK_VIP, "10.200.0.11")
                        .replace("port: 80,", "port: " + TALK_PORT + ",")
                        .replace("8080", Integer.toString(Pod.TALK_PORT)));
        manifests.write("node.yaml", """
                apiVersion: v1
                kind: Node
                metadata: {name: node-a}
                status: {addresses: [{type: InternalIP, address: 192.168.77.10}, {type: InternalIP, address: "fd00:77::10"}]}
                """);
        return manifests;
    }

    private static void read(String file, String apiVersion, String kind, List<ObjectNode> into) throws IOException {
        for (JsonNode object : JSON.readTree(RecordedKubeProxy.file(file).toFile())) {
            ObjectNode whole = (ObjectNode) object;
            whole.put("apiVersion", apiVersion).put("kind", kind);
            ((ObjectNode) whole.get("metadata")).put("namespace", "default");
            into.add(whole);
        }
    }
}
