package io.kubeipvs.daemon;

/** Which build this is. */
final class Version {
    private Version() {}

    /** The version that the jar's manifest names; "unknown" when run from class files. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
