package io.kubeipvs.daemon;

import io.kubeipvs.daemon.metrics.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Which build this is, as the jar's manifest has it. */
final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** The version; "unknown" when run from class files. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN : version;
    }

    /** The commit of git, 40 hexadecimal digits; "unknown" when the build had no repository. */
    static String commit() {
        return entry("Build-Commit");
    }

    /** The time of the commit, in ISO 8601; "unknown" when the build had no repository. */
    static String date() {
        return entry("Build-Date");
    }

    /** All of these. */
    static BuildInfo build() {
        return new BuildInfo(text(), commit(), date());
    }

    private static String entry(String name) {
        URL self = Version.class.getResource("Version.class");
        if (self == null || !self.getProtocol().equals("jar")) {
            return UNKNOWN;
        }
        String url = self.toString();
        try (InputStream in = new URL(url.substring(0, url.indexOf("!/") + 2) + "META-INF/MANIFEST.MF").openStream()) {
            Attributes entries = new Manifest(in).getMainAttributes();
            return Optional.ofNullable(entries.getValue(name))
                    .filter(value -> !value.isEmpty() && !value.startsWith("${"))
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN; // a jar that is replaced while the program runs
        }
    }
}
