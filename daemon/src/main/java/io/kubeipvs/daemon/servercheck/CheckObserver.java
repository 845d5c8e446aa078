package io.kubeipvs.daemon.servercheck;

import java.util.function.Supplier;

/** Is notified of each check, by the thread of the checks. */
public interface CheckObserver {
    /** The state of all checks can be read here from now on. Called once. */
    default void show(Supplier<CheckOverview> overview) {}

    /** A check was made, or could not be made. @param result one of {@link CheckOverview#RESULTS} */
    void checked(String result);
}
