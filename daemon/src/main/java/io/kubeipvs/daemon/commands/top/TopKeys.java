package io.kubeipvs.daemon.commands.top;

import java.util.Optional;
import java.util.stream.Stream;

/** The effect of keys on the view. After a slash, keys are the text of the filter until Enter. Used by one thread. */
final class TopKeys {
    /** The keys, for the last line of the screen. */
    static final String HELP = "q: quit   c r i o: sort by connections, rate, bytes in, out   e: servers   /: filter";

    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    private static final int BACKSPACE = 8;

    private TopView view = TopView.FIRST;
    private Optional<String> typed = Optional.empty();
    private boolean isOver;

    TopView view() {
        return view;
    }

    /** Whether the user wants to end. */
    boolean isOver() {
        return isOver;
    }

    /** The last line of the screen. */
    String line() {
        return typed.map(text -> "/" + text).orElse(HELP);
    }

    /** A key was pressed. */
    void press(int key) {
        if (typed.isPresent()) {
            type(key, typed.get());
        } else if (key == 'q' || key == 'Q') {
            isOver = true;
        } else if (key == '/') {
            typed = Optional.of("");
        } else if (key == 'e') {
            view = view.withServers(!view.showsServers());
        } else {
            Stream.of(TopRow.Order.values())
                    .filter(order -> order.key() == key)
                    .forEach(order -> view = view.by(order));
        }
    }

    private void type(int key, String text) {
        if (key == '\r' || key == '\n') {
            typed = Optional.empty();
            return;
        }
        if (key == ESCAPE) {
            typed = Optional.empty();
            view = view.filtered("");
            return;
        }
        boolean isErasing = key == DELETE || key == BACKSPACE;
        String next = isErasing ? text.substring(0, Math.max(0, text.length() - 1)) : text + (char) key;
        typed = Optional.of(next);
        view = view.filtered(next);
    }
}
