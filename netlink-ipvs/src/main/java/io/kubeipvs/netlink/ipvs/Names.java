package io.kubeipvs.netlink.ipvs;

/** The rules for names of schedulers and persistence engines. */
final class Names {
    /** {@code IP_VS_SCHEDNAME_MAXLEN} and {@code IP_VS_PENAME_MAXLEN} without the closing NUL. */
    private static final int MAX_LENGTH = 15;

    private Names() {}

    static void check(String what, String name, int minLength) {
        if (name.length() < minLength || name.length() > MAX_LENGTH || !isPrintable(name)) {
            throw new IllegalArgumentException(what + " \"" + name + "\": allowed are " + minLength + " to "
                    + MAX_LENGTH + " printable ASCII characters");
        }
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
