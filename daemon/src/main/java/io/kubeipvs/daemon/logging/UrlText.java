package io.kubeipvs.daemon.logging;

/** Writes a URL that a user gave into a message. */
public final class UrlText {
    private UrlText() {}

    /** The URL without the name and password before its host. Takes a text that is no URL too. */
    public static String withoutPassword(String url) {
        return url.replaceFirst("^([^/?#]*//|)[^/?#]*@", "$1...@");
    }
}
