package io.kubeipvs.daemon.metrics;

/**
 * Which build of the program runs; each "unknown" where the build did not know it.
 *
 * @param version such as {@code 0.1.0}
 * @param commit of git, 40 hexadecimal digits
 * @param date of the commit, in ISO 8601
 */
public record BuildInfo(String version, String commit, String date) {}
