package io.kubeipvs.daemon.commands.trace;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.trace.TracedPacket.Passage;
import java.util.Locale;

/** The answer of {@code trace}: all is well if a packet came and none was dropped. */
public record TraceAnswer(TraceDocument document) implements Answer {
    @Override
    public String text(Style style, boolean isWide) {
        StringBuilder out = new StringBuilder();
        if (document.packets().isEmpty()) {
            out.append("no such packet came: connect again while trace runs, and check --from\n");
        }
        document.packets().forEach(packet -> append(packet, isWide, style, out));
        if (document.isLossy()) {
            out.append(style.warning("steps are missing: packets came faster than they could be read"))
                    .append('\n');
        }
        return out.toString();
    }

    /** A chain in which no rule matched is only shown to whom it matters. */
    private static boolean isShown(Passage passage, boolean isWide) {
        return isWide || passage.isEnd() || !passage.rule().isEmpty();
    }

    private static void append(TraceDocument.Traced packet, boolean isWide, Style style, StringBuilder out) {
        out.append(style.strong(packet.from() + " > " + packet.to())).append('\n');
        String before = packet.to();
        for (Passage passage : packet.passages()) {
            String now = passage.packet().to();
            if (!now.equals(before) && now.equals(packet.chosen())) {
                out.append("  IPVS         chose real server ").append(now).append('\n');
            }
            before = now;
            if (isShown(passage, isWide)) {
                out.append(line(passage)).append('\n');
            }
        }
        boolean isDropped = packet.isDropped();
        out.append("  = ")
                .append(isDropped ? style.bad(packet.end()) : style.good(packet.end()))
                .append('\n');
    }

    private static String line(Passage passage) {
        String whose = passage.table().isOurs() ? "" : " (not of kube-ipvs)";
        String rule = passage.rule().isEmpty() ? "" : "  \"" + passage.rule() + "\"";
        String mark = passage.packet().mark().isEmpty()
                ? ""
                : "  mark " + passage.packet().mark();
        return String.format(
                Locale.ROOT,
                "  %-12s %s%s %s: %s%s%s",
                passage.hook(),
                passage.table().name(),
                whose,
                String.join(" > ", passage.chains()),
                passage.verdict(),
                mark,
                rule);
    }

    @Override
    public ExitStatus status() {
        boolean isGood =
                !document.packets().isEmpty() && document.packets().stream().noneMatch(TraceDocument.Traced::isDropped);
        return isGood ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
