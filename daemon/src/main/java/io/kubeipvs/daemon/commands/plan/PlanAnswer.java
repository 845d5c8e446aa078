package io.kubeipvs.daemon.commands.plan;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.plan.PlannedChange.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The answer of {@code kube-ipvs plan}.
 *
 * @param isVerbose whether the text lists every operation
 */
public record PlanAnswer(PlanDocument plan, boolean isVerbose) implements Answer {
    /** How many objects a line names. */
    private static final int NAMED = 3;

    @Override
    public String text(Style style, boolean isWide) {
        StringBuilder text = new StringBuilder();
        adopts(text);
        for (Action action : Action.values()) {
            section(text, style.strong(padded(action.heading())), lines(action, isWide));
        }
        section(text, style.warning(padded("Refuses")), signed(plan.refuses()));
        section(text, style.warning(padded("Problems")), signed(plan.problems()));
        section(text, style.strong(padded("Stays")), stays(isWide));
        if (isVerbose) {
            section(text, style.strong(padded("Steps")), plan.operations());
        }
        return text.append(summary()).toString();
    }

    private static String padded(String heading) {
        return String.format("%-10s", heading);
    }

    private static void section(StringBuilder text, String heading, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? heading : padded("")).append(lines.get(i)).append('\n');
        }
    }

    private void adopts(StringBuilder text) {
        PlanDocument.Adopts adopts = plan.adopts();
        if (!adopts.isNone()) {
            section(
                    text,
                    padded("Adopts"),
                    List.of(count(adopts.virtualServers(), "virtual server") + ", "
                            + count(adopts.realServers(), "real server") + ", " + count(adopts.vips(), "VIP")
                            + " as they are"));
        }
    }

    private record Group(String kind, String detail) {}

    /** The changes of one action: those of one kind that differ in the same way share a line. */
    private List<String> lines(Action action, boolean isWide) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        plan.changes().stream()
                .filter(change -> change.action() == action)
                .forEach(change -> groups.computeIfAbsent(
                                new Group(change.kind(), change.detail()), group -> new ArrayList<>())
                        .add(change.object()));
        return groups.entrySet().stream()
                .map(group -> action.sign() + " " + line(group.getKey(), group.getValue(), isWide))
                .toList();
    }

    private static String line(Group group, List<String> objects, boolean isWide) {
        String detail = group.detail().isEmpty() ? "" : " (" + group.detail() + ")";
        return count(objects.size(), group.kind()) + ": " + names(objects, isWide) + detail;
    }

    private static String names(List<String> objects, boolean isWide) {
        int named = isWide ? objects.size() : Math.min(NAMED, objects.size());
        String names = String.join(", ", objects.subList(0, named));
        return named == objects.size()
                ? names
                : names + String.format(Locale.ROOT, ", and %,d more", objects.size() - named);
    }

    private static List<String> signed(List<String> lines) {
        return lines.stream().map(line -> "! " + line).toList();
    }

    private List<String> stays(boolean isWide) {
        PlanDocument.Stays stays = plan.stays();
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("virtual server of other programs or excluded ranges", stays.foreign());
        all.put("virtual server that drains", stays.draining());
        all.put("VIP that no Service has", stays.vips());
        all.put("chain of kube-proxy that is of use still", stays.kubeProxyChains());
        return all.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> count(group.getValue().size(), group.getKey()) + ": " + names(group.getValue(), isWide))
                .toList();
    }

    private String summary() {
        if (plan.changes().isEmpty()) {
            return "Nothing to do. Nothing was changed.\n";
        }
        return count(plan.changes().size(), "change") + ", " + count(plan.cutConnections(), "connection")
                + " cut. Nothing was changed.\n";
    }

    /** A number with its noun, of which the first word gets the plural. */
    static String count(int number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + (number == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return switch (noun.split(" ")[0]) {
            case "virtual", "real", "kernel" -> noun.replaceFirst("(server|setting)", "$1s");
            case "entry" -> noun.replaceFirst("entry", "entries");
            default -> noun.replaceFirst("^\\w+", "$0s");
        };
    }

    @Override
    public Object document() {
        return plan;
    }

    @Override
    public ExitStatus status() {
        return plan.changes().isEmpty() ? ExitStatus.OK : ExitStatus.TO_DO;
    }
}
