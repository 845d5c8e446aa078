package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.options.ServiceOption;

/**
 * An option that a Service chooses and that has no effect.
 *
 * @param where it has none, for instance {@code " on one endpoint"}; "" = nowhere
 * @param cause why, in words
 */
public record IgnoredOption(ServiceOption<?> option, String where, String cause) {
    /** An option that has no effect at all. */
    public IgnoredOption(ServiceOption<?> option, String cause) {
        this(option, "", cause);
    }

    static IgnoredOption notAllowed(ServiceOption<?> option) {
        return new IgnoredOption(
                option, "the configuration does not allow it; add it to annotations.allowed in kube-ipvs.conf");
    }

    static IgnoredOption missing(Scheduler chosen, Scheduler used) {
        return new IgnoredOption(
                Options.SCHEDULER,
                "the kernel of this node has no scheduler " + chosen + ", and " + used + " is used; modprobe ip_vs_"
                        + chosen + " on the node");
    }

    static IgnoredOption weights(Scheduler scheduler) {
        return new IgnoredOption(
                Options.WEIGHT,
                "scheduler " + scheduler
                        + " gives every endpoint the same share; only the weight 0 counts; choose another"
                        + " one, for instance w" + (scheduler.equals(Scheduler.LC) ? "lc" : "rr"));
    }

    /** The cause, after the place where it applies. */
    public String causeWithPlace() {
        return where.isEmpty() ? cause : where.strip() + ": " + cause;
    }

    @Override
    public String toString() {
        return option.annotation() + " has no effect" + where + ": " + cause;
    }
}
