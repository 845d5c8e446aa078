package io.kubeipvs.daemon.deploy;

import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes Grafana's dashboard of dashboard.yaml. */
final class Dashboard {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String ALL = "cluster=~\"$cluster\",job=~\"$job\",instance=~\"$instance\"";
    private static final Map<String, String> VARIABLES = Map.of(
            "cluster", "label_values(kubeipvs_virtual_servers, cluster)",
            "job", "label_values(kubeipvs_virtual_servers{cluster=~\"$cluster\"}, job)",
            "instance", "label_values(kubeipvs_virtual_servers{cluster=~\"$cluster\",job=~\"$job\"}, instance)");

    /** Columns of Grafana's grid. */
    private static final int COLUMNS = 24;

    private final ArrayNode panels = JSON.createArrayNode();
    private int column;
    private int line;
    private int lineHeight;

    private Dashboard() {}

    /** @param source dashboard.yaml */
    static String json(JsonNode source) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("uid", "kube-ipvs").put("title", source.path("title").asString());
        root.putArray("tags").add("kube-ipvs").add("kube-proxy").add("kubernetes");
        root.put("schemaVersion", 39).put("version", 2).put("editable", true).put("graphTooltip", 1);
        root.put("refresh", "30s").put("timezone", "browser");
        root.putObject("time").put("from", "now-3h").put("to", "now");
        root.putObject("templating").set("list", variables());
        root.putObject("annotations").set("list", annotations());
        Dashboard made = new Dashboard();
        source.path("rows").forEach(made::row);
        root.set("panels", made.panels);
        return JSON.writeValueAsString(root) + "\n";
    }

    private static ArrayNode variables() {
        ArrayNode list = JSON.createArrayNode();
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus");
        for (String name : new String[] {"cluster", "job", "instance"}) {
            ObjectNode variable = list.addObject();
            variable.put("name", name).put("label", name.equals("instance") ? "Node" : name);
            variable.put("type", "query").put("query", VARIABLES.get(name));
            variable.set("datasource", source());
            variable.put("includeAll", true)
                    .put("multi", true)
                    .put("refresh", 2)
                    .put("sort", 1);
            // A Prometheus of one cluster has no such label.
            variable.put("allValue", ".*");
            variable.putObject("current").put("text", "All").put("value", "$__all");
        }
        return list;
    }

    private static ArrayNode annotations() {
        ArrayNode list = JSON.createArrayNode();
        annotation(list, "Starts", "changes(process_start_time_seconds{ALL}[1m]) > 0", "start of {{instance}}");
        annotation(
                list,
                "Configuration",
                "increase(kubeipvs_config_reloads_total{ALL}[1m]) > 0",
                "edit {{outcome}} on {{instance}}");
        return list;
    }

    private static void annotation(ArrayNode list, String name, String query, String text) {
        ObjectNode annotation = list.addObject();
        annotation.put("name", name).put("enable", true).put("iconColor", name.equals("Starts") ? "orange" : "blue");
        annotation
                .put("expr", query.replace("ALL", ALL))
                .put("titleFormat", text)
                .put("step", "60s");
        annotation.set("datasource", source());
    }

    private static ObjectNode source() {
        return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
    }

    private void row(JsonNode row) {
        wrap();
        ObjectNode made = panels.addObject();
        made.put("id", panels.size()).put("type", "row").put("collapsed", false);
        made.put("title", row.path("title").asString()).putArray("panels");
        place(made, COLUMNS, 1);
        row.path("panels").forEach(this::panel);
    }

    private void panel(JsonNode panel) {
        String type = panel.path("type").asString("timeseries");
        boolean isNumber = type.equals("stat");
        ObjectNode made = panels.addObject();
        made.put("id", panels.size()).put("type", type);
        made.put("title", panel.path("title").asString());
        place(made, panel.path("width").asInt(isNumber ? 4 : 8), isNumber ? 4 : 8);
        made.set("datasource", source());
        ObjectNode defaults = made.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", panel.path("unit").asString("short")).put("min", 0);
        if (panel.has("bad")) {
            ArrayNode steps =
                    defaults.putObject("thresholds").put("mode", "absolute").putArray("steps");
            steps.addObject().put("color", "green").putNull("value");
            steps.addObject().put("color", "red").put("value", panel.path("bad").asInt());
        }
        options(type, made.putObject("options"));
        ArrayNode targets = made.putArray("targets");
        panel.path("queries").properties().forEach(query -> {
            ObjectNode target = targets.addObject();
            target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
            target.put("expr", query.getValue().asString().replace("ALL", ALL));
            target.put("legendFormat", query.getKey())
                    .put("format", type.equals("heatmap") ? "heatmap" : "time_series");
        });
    }

    private static void options(String type, ObjectNode options) {
        switch (type) {
            case "stat" ->
                options.put("colorMode", "background").put("graphMode", "none").put("textMode", "auto");
            case "heatmap" -> options.put("calculate", false).putObject("yAxis").put("unit", "s");
            default -> {
                ObjectNode legend = options.putObject("legend");
                legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
                legend.putArray("calcs").add("lastNotNull").add("max");
                options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
            }
        }
    }

    /** Puts a panel beside the last one, or below where there is no room. */
    private void place(ObjectNode panel, int width, int height) {
        if (column + width > COLUMNS) {
            wrap();
        }
        panel.putObject("gridPos")
                .put("x", column)
                .put("y", line)
                .put("w", width)
                .put("h", height);
        column += width;
        lineHeight = Math.max(lineHeight, height);
    }

    private void wrap() {
        line += lineHeight;
        column = 0;
        lineHeight = 0;
    }
}
