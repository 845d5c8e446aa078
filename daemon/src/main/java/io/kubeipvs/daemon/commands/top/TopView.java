package io.kubeipvs.daemon.commands.top;

/**
 * The choices of a user.
 *
 * @param filter a part of the names of rows; "" = all
 * @param showsServers whether each row is followed by its real servers
 */
record TopView(TopRow.Order order, String filter, boolean showsServers) {
    static final TopView FIRST = new TopView(TopRow.Order.CONNECTIONS, "", false);

    TopView by(TopRow.Order next) {
        return new TopView(next, filter, showsServers);
    }

    TopView filtered(String text) {
        return new TopView(order, text, showsServers);
    }

    TopView withServers(boolean isShown) {
        return new TopView(order, filter, isShown);
    }
}
