package io.kubeipvs.core.model;

/** The HTTP status codes of a healthy server, both ends included. */
public record StatusRange(int least, int most) {
    /** Any 2xx. */
    public static final StatusRange SUCCESS = new StatusRange(200, 299);

    static final String PATTERN = "[1-5][0-9]{2}(-[1-5][0-9]{2})?";
    /** In characters. */
    static final int LONGEST = 7;

    /**
     * Reads {@code 204} or {@code 200-399}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static StatusRange parse(String text) {
        if (!text.matches(PATTERN)) {
            throw new IllegalArgumentException(text);
        }
        int least = Integer.parseInt(text.substring(0, 3));
        int most = Integer.parseInt(text.substring(text.length() - 3));
        if (least > most) {
            throw new IllegalArgumentException(text);
        }
        return new StatusRange(least, most);
    }

    /** Whether this status code is one of them. */
    public boolean contains(int status) {
        return status >= least && status <= most;
    }

    @Override
    public String toString() {
        return least == most ? Integer.toString(least) : least + "-" + most;
    }
}
