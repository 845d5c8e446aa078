package io.kubeipvs.daemon.config;

/** A value of the configuration that is right and that this node does not have, for instance a scheduler. */
public final class UnavailableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * @param key of the configuration
     * @param fix for the operator
     */
    public UnavailableValueException(String key, String value, String why, String fix) {
        super(key + ": '" + value + "': " + why);
        this.fix = fix;
    }

    /** The fix for the operator. */
    public String fix() {
        return fix;
    }
}
