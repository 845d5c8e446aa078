package io.kubeipvs.daemon.k8s.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes objects of the API that no API server should have out of good ones. */
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** None of them is a name or an address of the good neighbours. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "80",
            "65535",
            "65536",
            "2147483648",
            "1e99",
            "0.5",
            "9".repeat(300),
            "-" + "9".repeat(50),
            "\"\"",
            "\" \"",
            "\"80\"",
            "\"-1\"",
            "\"none\"",
            "\"None\"",
            "\"Local\"",
            "\"Cluster\"",
            "\"PreferSomething\"",
            "\"ClientIP\"",
            "\"QUIC\"",
            "\"tcp\"",
            "\"SCTP\"",
            "\"NodePort\"",
            "\"LoadBalancer\"",
            "\"ExternalName\"",
            "\"IPv6\"",
            "\"FQDN\"",
            "\"Proxy\"",
            "\"0.0.0.0\"",
            "\"255.255.255.255\"",
            "\"240.0.0.1\"",
            "\"127.0.0.1\"",
            "\"::\"",
            "\"::1\"",
            "\"::ffff:1.2.3.4\"",
            "\"fe80::1%eth0\"",
            "\"010.020.030.040\"",
            "\"10.99.0.9\"",
            "\"10.99.0.9/8\"",
            "\"0.0.0.0/0\"",
            "\"::/0\"",
            "\"10.0.0.0/33\"",
            "\"fd00::9\"",
            "\"db.example.org\"",
            "\"größe-日本-🦊\"",
            "\"\\u0000\\n\\u2028\"",
            "\"" + "x".repeat(5000) + "\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"a\":{\"b\":[]}}",
            "[{}]",
            "\"2026-13-45T99:99:99Z\"",
            "[".repeat(100) + "]".repeat(100));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** The object with some changes. */
    String of(String good) {
        JsonNode root = JSON.readTree(good);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(root);
        }
        return root.toString();
    }

    private void change(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode where = containers.get(random.nextInt(containers.size()));
        if (where instanceof ObjectNode map && !map.isEmpty()) {
            changeMap(map);
        } else if (where instanceof ArrayNode list) {
            changeList(list);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
        }
        node.forEach(child -> collect(child, containers));
    }

    private void changeMap(ObjectNode map) {
        List<String> keys = new ArrayList<>(map.propertyNames());
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(6)) {
            case 0 -> map.remove(key);
            case 1 ->
                map.set(key, map.get(keys.get(random.nextInt(keys.size()))).deepCopy());
            case 2 -> map.set("odd-" + key, map.remove(key));
            default -> map.set(key, value());
        }
    }

    private void changeList(ArrayNode list) {
        int at = list.isEmpty() ? 0 : random.nextInt(list.size());
        switch (list.isEmpty() ? 0 : random.nextInt(5)) {
            case 0 -> list.insert(at, value());
            case 1 -> list.remove(at);
            case 2 -> list.add(list.get(at).deepCopy());
            case 3 -> IntStream.range(0, 200).forEach(i -> list.add(list.get(at).deepCopy()));
            default -> list.set(at, value());
        }
    }

    private JsonNode value() {
        return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    }
}
