package io.kubeipvs.daemon.commands.top;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.Style;
import java.io.IOException;
import java.time.Duration;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** A terminal that shows the table until the user ends it. The only class that uses JLine, so that no other command loads it. */
final class TopScreen {
    private static final int FEWEST_LINES = 5;

    /** The size of a terminal that has none, as a serial console. */
    private static final Size USUAL = new Size(80, 24);

    /** Gives the present table. */
    interface Source {
        TopTable get() throws CommandException;
    }

    private final Source source;
    private final Duration pause;
    private final Style style;
    private final TopKeys keys = new TopKeys();

    /** @param pause between two readings */
    TopScreen(Source source, Duration pause, Style style) {
        this.source = source;
        this.pause = pause;
        this.style = style;
    }

    /** Shows the table until the user ends it; then the screen is as it was. */
    void run() throws CommandException, IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).exec(false).dumb(false).build()) {
            Attributes before = terminal.enterRawMode();
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            try {
                show(terminal);
            } finally {
                terminal.puts(Capability.cursor_visible);
                terminal.puts(Capability.exit_ca_mode);
                terminal.flush();
                terminal.setAttributes(before);
            }
        }
    }

    private void show(Terminal terminal) throws CommandException, IOException {
        TopTable table = source.get();
        long next = System.nanoTime() + pause.toNanos();
        while (!keys.isOver()) {
            draw(terminal, table);
            long millis = Math.max(1, (next - System.nanoTime()) / 1_000_000);
            int key = terminal.reader().read(millis);
            if (key >= 0) {
                keys.press(key);
            } else if (key == NonBlockingReader.EOF) {
                return;
            }
            if (System.nanoTime() >= next) {
                table = source.get();
                next = System.nanoTime() + pause.toNanos();
            }
        }
    }

    private void draw(Terminal terminal, TopTable table) {
        Size size = terminal.getWidth() > 0 && terminal.getHeight() > 0 ? terminal.getSize() : USUAL;
        int height = Math.max(FEWEST_LINES, size.getRows());
        int width = size.getColumns();
        StringBuilder text = new StringBuilder();
        table.text(keys.view(), style, height - 1)
                .lines()
                .forEach(line -> text.append(cut(line, width)).append("\r\n"));
        terminal.puts(Capability.clear_screen);
        terminal.writer().print(text.append(cut(keys.line(), width)));
        terminal.flush();
    }

    /** A line that is longer than the screen is cut. Only the first line has colours, which end with it. */
    private static String cut(String line, int width) {
        boolean isColoured = line.indexOf('\u001b') >= 0;
        return isColoured || line.length() <= width ? line : line.substring(0, width);
    }
}
