package io.kubeipvs.core.model;

/**
 * A range of ports.
 *
 * @param first the lowest port, 1 to 65535
 * @param last the highest port, not below the lowest
 */
public record PortRange(int first, int last) {
    /** The range in which an API server assigns node ports unless it is configured otherwise. */
    public static final PortRange NODE_PORTS = new PortRange(30000, 32767);

    public PortRange {
        Ports.check(first);
        Ports.check(last);
        if (first > last) {
            throw new IllegalArgumentException("port range " + first + "-" + last + " ends before it begins");
        }
    }

    /**
     * Reads for instance "30000-32767".
     *
     * @throws IllegalArgumentException when the text is no such range
     */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("'" + text + "' is no range of ports");
        }
        return new PortRange(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    /** Whether the port is in the range. */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
