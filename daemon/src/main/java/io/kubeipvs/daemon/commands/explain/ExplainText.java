package io.kubeipvs.daemon.commands.explain;

import io.kubeipvs.daemon.commands.explain.ExplainDocument.Endpoints;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.Explained;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.KernelPart;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The text of an answer, for people. */
final class ExplainText {
    private static final Map<String, String> ENDS = Map.of(
            "served", "served",
            "refused", "refused at once",
            "dropped", "dropped; the client waits until its own time limit",
            "paused", "dropped for a moment; the client's next try is served",
            "node", "a process of this node gets it, if one waits there",
            "not-local", "not for this node");

    /** The names of the step with the real servers. */
    private static final Set<String> DATA_PATHS = Set.of(DataPath.IPVS.text(), DataPath.NFTABLES.text());

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private ExplainText(Style style) {
        this.style = style;
    }

    static String of(ExplainDocument document, Style style) {
        ExplainText text = new ExplainText(style);
        String service = "";
        for (Explained packet : document.packets()) {
            String next = packet.packet()
                    .service()
                    .map(one -> one.name() + "  port " + one.port() + "  " + one.policy())
                    .orElse("No Service of this cluster");
            if (!next.equals(service)) {
                text.line(style.strong(next));
                service = next;
            }
            text.line("");
            text.packet(packet);
        }
        document.notes().forEach(note -> text.line(style.warning("Note: " + note)));
        text.others(document.otherPrograms());
        return text.out.toString();
    }

    private void packet(Explained one) {
        String place = one.packet().place();
        line(place.substring(0, 1).toUpperCase(Locale.ROOT) + place.substring(1) + " ("
                + one.packet().client() + ") connects to " + one.packet().to());
        int number = 1;
        for (ExplainDocument.StepPart step : one.way().steps()) {
            line(String.format(Locale.ROOT, "  %d  %-8s %s", number++, step.stage(), step.finding()));
            if (DATA_PATHS.contains(step.stage())) {
                servers(one.endpoints());
            }
        }
        String fate = one.way().fate();
        String end = ENDS.getOrDefault(fate, fate);
        line("  =  " + (fate.equals("served") ? style.good(end) : style.bad(end)));
        one.endpoints()
                .notChosen()
                .forEach(endpoint -> line("  Not chosen: " + endpoint.endpoint() + " " + endpoint.reason()));
        one.endpoints().otherClients().forEach(this::other);
        kernel(one.kernel());
    }

    private void servers(Endpoints endpoints) {
        endpoints
                .chosen()
                .forEach(server -> line("               " + server.server() + "  weight " + server.weight()
                        + server.check().map(ExplainText::check).orElse("")));
        endpoints
                .draining()
                .forEach(server -> line("               " + server.server() + "  weight 0, drains since "
                        + duration(server.seconds())
                        + (server.limitSeconds() == 0 ? "" : ", at most " + duration(server.limitSeconds()))));
    }

    private static String check(CheckOverview.Last last) {
        if (last.inARow() == 0) {
            return "  check " + last.check() + ": " + last.result();
        }
        return "  check " + last.check() + " " + duration(last.secondsAgo()) + " ago: " + last.result() + ", "
                + last.inARow() + " in a row";
    }

    private void other(ExplainDocument.OtherClient other) {
        String servers = other.servers().isEmpty() ? "" : " by " + String.join(", ", other.servers());
        line("  " + other.place().substring(0, 1).toUpperCase(Locale.ROOT)
                + other.place().substring(1) + " instead: " + ENDS.getOrDefault(other.fate(), other.fate()) + servers);
    }

    private void kernel(KernelPart kernel) {
        if (kernel.problem().isPresent()) {
            line("  "
                    + style.bad(
                            "The kernel cannot be compared: " + kernel.problem().get()));
        } else if (kernel.agrees()) {
            line("  The kernel agrees (compared now).");
        } else {
            line("  " + style.bad("The kernel differs:"));
            kernel.differences().forEach(difference -> line("    " + difference));
        }
    }

    private void others(List<ExplainDocument.OtherChain> chains) {
        if (!chains.isEmpty()) {
            line("");
        }
        chains.forEach(chain -> {
            line(style.warning("Other program: " + chain.chain()));
            line("  fix: " + chain.fix());
        });
    }

    private static String duration(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        if (time.toHours() > 0) {
            return time.toHours() + "h" + (time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + "m");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" : seconds + "s";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
